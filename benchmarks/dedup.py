"""Which references are one: ours beside bib-dedupe, on labelled sets, in one run; and 100,000 references.

``make bench`` writes what is printed to benchmarks/results/dedup.txt. A record counts as told to be a copy where its cluster has
two or more, pairs for review included (the labels name every member of a group). ``alone`` is ours with weights learnt from
the other set only. The 100,000 are drawn: titles of words that occur in such titles, one in ten a copy written differently.

    CYFRAN_SHARED_DATA=… python benchmarks/dedup.py
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from measured import cpu_seconds, peak_mb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "benchmarks"))

from dedup_weights import candidates_of, learnt, told_by  # noqa: E402
from labelled_records import NAMES, SETS, read_labelled  # noqa: E402

from cyfran.methods.dedup import Bibliographic, deduplicate  # noqa: E402

PEER = ROOT / ".cache/bench/bin/python"


def figures(told: np.ndarray, copy: np.ndarray) -> str:
    return f"sensitivity {told[copy].mean():.4f}  specificity {(~told[~copy]).mean():.4f}"


def peer(name: str) -> dict | None:
    if not PEER.exists():
        return None
    command = [str(PEER), str(ROOT / "benchmarks/peer_dedup.py"), str(SETS / f"{name}.csv")]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": "ignore"}, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def beside(name: str) -> None:
    records, copy = read_labelled(name)
    found, seconds = cpu_seconds(lambda: deduplicate(records))
    cluster = np.array(found.cluster)
    told = np.bincount(cluster, minlength=len(records))[cluster] > 1
    sure = np.zeros(len(records), dtype=bool)
    sure[[i for pair in found.pairs if pair.decision == "certain" for i in (pair.first, pair.second)]] = True
    review = sum(pair.decision == "review" for pair in found.pairs)
    print(f"\n{name}: {len(records)} records, {int(copy.sum())} of them copies of another")
    print(
        f"  ours            {figures(told, copy)}  {seconds:.2f} CPU s  {review} of {len(found.pairs)} pairs for a person"
    )
    print(f"  ours, certain   {figures(sure, copy)}")
    others = [one for one in NAMES if one != name]
    print(
        f"  ours, alone     {figures(told_by(learnt([read_labelled(one) for one in others]), records), copy)}"
    )
    theirs = peer(name)
    if theirs:
        print(f"  bib-dedupe      {figures(np.array(theirs['told']), copy)}  {theirs['seconds']:.2f} CPU s,"
              f" {theirs['seconds'] / seconds:.0f} times ours")  # fmt: skip


def calibration() -> None:
    """Of the pairs that are said to be so likely, how many are one; weights learnt from the other set."""
    print(
        "\nCalibration (weights from the other set; a pair counts as one where both are labelled copies, if of others)"
    )
    likely, one = [], []
    for name in NAMES:
        records, copy = read_labelled(name)
        weights = learnt([read_labelled(other) for other in NAMES if other != name])
        pairs, probability = candidates_of(records, weights)
        likely.append(probability)
        one.append(copy[pairs[:, 0]] & copy[pairs[:, 1]])
    likely, one = np.concatenate(likely), np.concatenate(one)
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 0.99), (0.99, 1.0)):
        inside = (likely >= low) & (likely <= high if high == 1 else likely < high)
        if inside.any():
            print(
                f"  said {low:.2f} to {high:.2f}: {int(inside.sum())} pairs, mean {likely[inside].mean():.3f},"
                f" so it was {one[inside].mean():.3f}"
            )


def many(number: int = 100_000) -> None:
    drawn = random.Random(1)  # noqa: S311
    known, _ = read_labelled("respiratory")
    words = " ".join(one.title for one in known).split()
    records = []
    for i in range(number * 9 // 10):
        other = drawn.choice(known)
        records.append(
            Bibliographic(
                " ".join(drawn.sample(words, drawn.randint(6, 14))),
                drawn.choice(known).authors,
                str(drawn.randint(1970, 2024)),
                other.journal,
                str(drawn.randint(1, 99)),
                str(drawn.randint(1, 2000)),
                f"10.1000/{i}" if i % 2 else "",
            )
        )
    records += [Bibliographic(f"{one.title}.", one.authors, one.year, one.journal, one.volume, one.pages)
                for one in drawn.sample(records, number - len(records))]  # fmt: skip
    before = peak_mb()
    began = time.process_time()
    found = deduplicate(records)
    took = time.process_time() - began
    print(f"\n{number} references: {took:.1f} CPU s, {peak_mb() - before:.0f} MB more than the references,"
          f" {len(found.pairs)} pairs of {number // 10} copies")  # fmt: skip


def main() -> None:
    if not SETS.is_dir():
        raise SystemExit("The labelled sets are not there: set CYFRAN_SHARED_DATA.")
    for name in NAMES:
        beside(name)
    calibration()
    many()


if __name__ == "__main__":
    main()
