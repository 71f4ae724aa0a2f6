"""Runs red-dwarf on votes that lie in a file, and says what it took. Started by benchmarks/opinion.py in its own environment."""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings("ignore")
from reddwarf.implementations import polis  # noqa: E402 - after the warnings of its own imports


def peak_mb() -> float:
    """Most memory held since this program began (the system's other figure counts the parent's too)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main(path: str, k: str) -> None:
    data = np.load(path)
    columns = zip(data["rows"].tolist(), data["columns"].tolist(), data["answers"].tolist(), strict=True)
    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in columns]
    forced = {"force_group_count": int(k)} if k != "0" else {}
    before = time.process_time()
    found = polis.run_pipeline(
        votes=votes, mod_out_statement_ids=data["rejected"].tolist(), random_state=0, **forced
    )
    took = time.process_time() - before
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
