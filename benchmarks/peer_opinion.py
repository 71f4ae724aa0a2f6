"""Runs red-dwarf on votes that lie in a file, and says what it took. Started by benchmarks/opinion.py in its own environment."""

import json
import sys
import warnings

import numpy as np
from measured import cpu_seconds, peak_mb

warnings.filterwarnings("ignore")
from reddwarf.implementations import polis  # noqa: E402 - after the warnings of its own imports


def main(path: str, k: str) -> None:
    data = np.load(path)
    columns = zip(data["rows"].tolist(), data["columns"].tolist(), data["answers"].tolist(), strict=True)
    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in columns]
    forced = {"force_group_count": int(k)} if k != "0" else {}
    rejected = data["rejected"].tolist()
    found, took = cpu_seconds(
        lambda: polis.run_pipeline(votes=votes, mod_out_statement_ids=rejected, random_state=0, **forced)
    )
    people = found.participants_df
    clusters = people["cluster_id"]
    placed = clusters.notna()
    answer = {
        "seconds": took,
        "peak_mb": peak_mb(),
        "people": [int(i) for i in people.index[placed]],
        "groups": [int(g) for g in clusters[placed]],
    }
    print(json.dumps(answer))


main(*sys.argv[1:])
