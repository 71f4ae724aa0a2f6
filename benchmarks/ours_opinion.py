"""Runs our compatible mode on votes that lie in a file, and says what it took. Started by benchmarks/opinion.py."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from cyfran.methods.opinion import Votes
from cyfran.methods.opinion.compatible import compatible


def peak_mb() -> float:
    """Most memory held since this program began (the system's other figure counts the parent's too)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main(path: str, k: str) -> None:
    data = np.load(path)
    people, width = int(data["people"]), int(data["width"])
    rejected = np.zeros(width, dtype=bool)
    rejected[data["rejected"]] = True
    labels = tuple(map(str, range(people))), tuple(map(str, range(width)))
    votes = Votes(*labels, data["rows"], data["columns"], data["answers"], rejected)
    before = time.process_time()
    found = compatible(votes, int(k) or None)
    took = time.process_time() - before
    print(
        json.dumps(
            {
                "seconds": took,
                "peak_mb": peak_mb(),
                "people": found.placed.tolist(),
                "groups": found.grouping.members.tolist(),
            }
        )
    )


main(*sys.argv[1:])
