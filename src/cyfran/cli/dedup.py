"""``cyfran dedup``: which references of a list are one and the same."""

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyfran.cli.answers import one_sentence, print_warnings, progress, write
from cyfran.core.errors import FileRefused, Problem
from cyfran.discover.evidence.exchange import Reference, open_references

if TYPE_CHECKING:
    from cyfran.methods.dedup import Deduplicated

TABLES = ("CSV", "Excel")


def register(app: typer.Typer) -> None:
    app.command()(dedup)


def dedup(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDS", help="References: CSV, Excel, RIS, nbib, BibTeX, EndNote XML, OpenAlex JSON"
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="File for the result (CSV), with the pairs beside it (.pairs.json); else it is printed",
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Find references that stand in a list more than once.

    Example: cyfran dedup references.ris --out pairs.csv

    Gives for each record a cluster, and whether it is certain or for a person to review. Records are named by record_id,
    EndNote's number, PubMed's or the key of an entry; where these are missing or stand twice, by their place in the file.
    """
    from cyfran.methods.dedup import Bibliographic, deduplicate
    from cyfran.methods.result import to_json

    with one_sentence():
        progress("Reading")
        named = _read(records)
        progress("Comparing")
        found = deduplicate(
            [
                Bibliographic(
                    one.title,
                    one.authors,
                    str(one.year or ""),
                    one.source,
                    one.volume,
                    one.pages,
                    one.doi,
                    one.abstract,
                )
                for _, one in named
            ]
        )
        write(_table(named, found), out)
        if out is not None:
            write(to_json(_pairs(named, found)), out.with_name(f"{out.stem}.pairs.json"))


def _read(path: Path) -> list[tuple[str, Reference]]:
    """Names and references in the order of the names, so that the order of rows does not matter."""
    if not path.is_file():
        raise FileRefused([Problem("file_missing", file=str(path))])
    found: list[Reference] = []
    with path.open("rb") as file:
        opened = open_references(file, path.name)
        for item in opened.items:
            if isinstance(item, Problem):
                print_warnings((item,))
            else:
                found.append(item)
    names = _names(found, path.name, opened.format in TABLES)
    whole = all(name.isascii() and name.isdecimal() for name in names)
    return sorted(zip(names, found, strict=True), key=lambda pair: (int(pair[0]) if whole else 0, pair[0]))


def _names(found: list[Reference], file: str, table: bool) -> list[str]:
    seen: set[str] = set()
    for number, one in enumerate(found, start=1):
        if not one.key or one.key in seen:
            if table and one.key:
                raise FileRefused([Problem("record_twice", {"record": one.key}, file, number + 1)])
            return [str(place) for place in range(1, len(found) + 1)]
        seen.add(one.key)
    return [one.key for one in found]


def _table(named: list[tuple[str, Reference]], found: "Deduplicated") -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["record_id", "cluster_id", "decision"])
    writer.writerows(
        [name, named[cluster][0], decision]
        for (name, _), cluster, decision in zip(named, found.cluster, found.decision, strict=True)
    )
    return text.getvalue()


def _pairs(named: list[tuple[str, Reference]], found: "Deduplicated") -> dict:
    from cyfran.methods.dedup import VERSION
    from cyfran.methods.result import provenance

    digest = hashlib.sha256("\n".join(map(repr, named)).encode()).hexdigest()
    return {
        "records": len(named),
        "unique": len(set(found.cluster)),
        "pairs": [
            {
                "first": named[pair.first][0],
                "second": named[pair.second][0],
                "probability": pair.probability,
                "decision": pair.decision,
                "differ": list(pair.differ),
            }
            for pair in found.pairs
        ],
        "method": provenance("dedup", VERSION, {}, None, digest),
    }
