"""bib-dedupe on one labelled set, in a process of its own: python peer_dedup.py SET.csv."""

import contextlib
import io
import json
import resource
import sys

import pandas as pd
from bib_dedupe.bib_dedupe import block, match, prep


def main(path: str) -> None:
    table = pd.read_csv(path, dtype=str).fillna("")
    records = pd.DataFrame({
        "ID": table["record_id"], "ENTRYTYPE": "article", "title": table["title"],
        "author": table["authors"].str.replace("; ", " and "), "year": table["year"], "journal": table["journal"],
        "volume": table["volume"], "number": table["number"], "pages": table["pages"], "doi": table["doi"],
        "abstract": table["abstract"],
    })  # fmt: skip
    before = spent()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        ready = prep(records, cpu=1)
        pairs = match(block(ready, cpu=1), cpu=1)
    same = pairs[pairs["duplicate_label"] == "duplicate"]
    copies = set(same["ID_1"]) | set(same["ID_2"])
    told = [one in copies for one in table["record_id"]]
    print(json.dumps({"told": told, "seconds": spent() - before}))


def spent() -> float:
    """CPU seconds of this process and those it started."""
    return sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main(sys.argv[1])
