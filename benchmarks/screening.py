"""Reading the likely records first: ours beside ASReview's default model, on labelled reviews, same seeds, in one run.

``make bench`` writes what is printed to benchmarks/results/screening.txt. Each program reads the same table in a process of its
own with one thread, begins with the same two records and is trained after every one; CPU time is of the whole simulated review,
features included, reading the table not. Figures leave out the two records at the start. Then the stopping rule is tried on
many simulated reviews: parts of the labelled sets, drawn at random.

    CYFRAN_SHARED_DATA=… python benchmarks/screening.py [--seeds 3] [--reviews 120]
"""

import argparse
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cyfran.methods.screening import simulate  # noqa: E402

PEER = ROOT / ".cache/bench/bin/python"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SETS = Path(os.environ.get("CYFRAN_SHARED_DATA", ROOT.parent / "shared/data")) / "screening"
FIGURES = ("loss", "wss95", "rrf10", "atd")


def run(python: str, program: str, path: Path, seed: int) -> dict:
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    command = [python, str(ROOT / "benchmarks" / program), str(path), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def figures(order: list[int], labels: np.ndarray) -> dict:
    """The same definitions for both."""
    found = labels[order[2:]]
    places, records = np.flatnonzero(found) + 1, len(labels) - 2
    there = len(places)
    best, below = there * (records - (there - 1) / 2), float((records - places + 1).sum())
    return {
        "loss": (best - below) / (there * (records - there)),
        "wss95": 0.95 - int(places[int(np.ceil(0.95 * there)) - 1]) / records,
        "rrf10": float((places <= 0.1 * records).mean()),
        "atd": float(places.mean()),
        "steps": int(places[-1]),
    }


def table(path: Path) -> tuple[list[str], np.ndarray]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [f"{r['title']} {r['abstract']}" for r in rows], np.array(
        [r["label_included"] == "1" for r in rows]
    )


def beside(path: Path, seeds: int) -> None:
    texts, labels = table(path)
    print(f"\n{path.stem}: {len(texts)} records, {int(labels.sum())} relevant")
    for seed in range(1, seeds + 1):
        ours = run(sys.executable, "ours_screening.py", path, seed)
        print(f"  seed {seed}  ours      {told(figures(ours['order'], labels))}  whole {ours['cpu_seconds']:6.2f} s"
              f"  {ours['ms_per_step']:6.2f} ms a step, slowest at the end {ours['slowest']:.1f}"
              f"  features {1000 * ours['features'] / len(texts):.2f} ms a record  {ours['memory']:.0f} MB")  # fmt: skip
        if not PEER.exists():
            continue
        peer = run(str(PEER), "peer_screening.py", path, seed)
        steps = len(peer["order"]) - 2
        each = 1000 * (peer["seconds"] - peer["features"]) / steps
        same = ours["order"] == peer["order"]
        print(f"          ASReview  {told(figures(peer['order'], labels))}  whole {peer['seconds']:6.2f} s"
              f"  {each:6.2f} ms a step"
              f"  features {1000 * peer['features'] / len(texts):.2f} ms a record  {peer['memory']:.0f} MB")  # fmt: skip
        print(f"          ratio     whole {peer['seconds'] / ours['cpu_seconds']:.1f}, step {each / ours['ms_per_step']:.1f},"
              f" order {'the same to the last record' if same else 'not the same throughout'}")  # fmt: skip


def told(found: dict) -> str:
    return " ".join(f"{name} {found[name]:.4f}" for name in FIGURES) + f" last {found['steps']}"


def promise(reviews: int) -> None:
    """How often the rule lets a reader stop with less found than it promises."""
    random = np.random.default_rng(1)
    sets = [table(path) for path in sorted(SETS.glob("*.csv"))]
    recalls, saved, never = [], [], 0
    for number in range(reviews):
        texts, labels = sets[number % len(sets)]
        size = int(random.integers(600, 1700))
        there = np.flatnonzero(labels)
        kept = random.choice(there, int(random.integers(12, min(60, len(there)) + 1)), replace=False)
        others = random.choice(np.flatnonzero(~labels), min(size, int((~labels).sum())), replace=False)
        chosen = np.sort(np.concatenate([kept, others]))
        found = simulate([texts[i] for i in chosen], labels[chosen], seed=number).stopping
        never += found.fired_at is None
        recalls.append(found.recall_then)
        saved.append(found.saved)
    recalls = np.array(recalls)
    print(
        f"\nStopping rule (95 % found, with 95 % confidence) on {reviews} simulated reviews of 600 to 1,700 records:"
    )
    below = recalls < 0.95
    print(
        f"  recall below 95 % when it first fired: {int(below.sum())} ({below.mean():.1%}; promised: at most 5 %),"
        f" lowest {recalls.min():.3f}, mean {recalls.mean():.4f}"
    )
    print(
        f"  work saved: mean {np.mean(saved):.1%}, least {np.min(saved):.1%}; never fired before the end: {never}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--reviews", type=int, default=120)
    options = asked.parse_args()
    if not SETS.is_dir():
        raise SystemExit("The labelled sets are not there: set CYFRAN_SHARED_DATA.")
    for path in sorted(SETS.glob("*.csv")):
        beside(path, options.seeds)
    promise(options.reviews)


if __name__ == "__main__":
    main()
