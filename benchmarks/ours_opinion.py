"""Runs our compatible mode on votes that lie in a file, and says what it took. Started by benchmarks/opinion.py."""

import json
import sys

import numpy as np
from measured import cpu_seconds, peak_mb

from cyfran.methods.opinion import Votes
from cyfran.methods.opinion.compatible import polis_landscape


def main(path: str, k: str) -> None:
    data = np.load(path)
    people, width = int(data["people"]), int(data["width"])
    rejected = np.zeros(width, dtype=bool)
    rejected[data["rejected"]] = True
    labels = tuple(map(str, range(people))), tuple(map(str, range(width)))
    votes = Votes(*labels, data["rows"], data["columns"], data["answers"], rejected)
    found, took = cpu_seconds(lambda: polis_landscape(votes, int(k) or None))
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
