"""Our opinion landscape beside red-dwarf 0.4.0: time, memory and agreement, in one run; and how often groups are made up.

Each program runs in a process of its own on one thread, on the same votes from the same file. Time is CPU time of the
computation alone, without reading. ``make bench`` writes what is printed to benchmarks/results/opinion.txt.
"""

import csv
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.beside import LIMIT, ROOT, ours, peer
from benchmarks.planted import planted, shuffled
from cyfran.cli.votes import read_votes
from cyfran.methods.opinion import Votes, landscape
from cyfran.methods.opinion.plane import find_plane
from cyfran.methods.opinion.verdict import adjusted_rand

POLIS = Path(os.environ.get("CYFRAN_SHARED_DATA", ROOT.parent / "shared/data")) / "polis"
REPEATS = 3
WIDTHS = {"conversation": 32, "people": 9, "votes": 10, "ours s": 9, "noise": 7, "peer s": 8, "ratio": 8,
          "ours MB": 9, "peer MB": 9, "ARI peer": 9, "ARI planted": 12}  # fmt: skip


def row(cells: dict[str, str]) -> str:
    return "".join(
        f"{cells.get(name, ''):<{width}}" if name == "conversation" else f"{cells.get(name, ''):>{width}}"
        for name, width in WIDTHS.items()
    )


def met(holds: bool) -> str:
    return "met" if holds else "NOT MET"


def compare(
    name: str, votes: Votes, k: int, bar: float, seconds: float, truth: np.ndarray | None = None
) -> float:
    """One line: both programs on the same votes. Gives our time."""
    runs = ours(votes, k, REPEATS)
    middle = runs[len(runs) // 2]
    cells = described(name, votes, runs, truth)
    theirs = peer(votes, k)
    ratio = (theirs["seconds"] if theirs else LIMIT) / middle["seconds"]
    if theirs:
        cells |= {"peer s": f"{theirs['seconds']:.2f}", "ratio": f"{ratio:.0f}", "peer MB": f"{theirs['peak_mb']:.0f}",
                  "ARI peer": f"{agreement(middle, theirs):.2f}"}  # fmt: skip
    else:
        cells |= {"peer s": f">{LIMIT}", "ratio": f">{ratio:.0f}"}
    holds = ratio >= bar and middle["seconds"] <= seconds
    print(row(cells), f" {bar:g}x and {seconds:g} s: {met(holds)}", flush=True)
    return middle["seconds"]


def alone(
    name: str, votes: Votes, k: int, bar: str, most_seconds: float, most_mb: float, truth: np.ndarray
) -> float:
    """One line where the peer cannot run."""
    runs = ours(votes, k, 1)
    holds = runs[0]["seconds"] <= most_seconds and runs[0]["peak_mb"] <= most_mb
    print(row(described(name, votes, runs, truth)), f" {bar}: {met(holds)}" if bar else "", flush=True)
    return runs[0]["seconds"]


def described(name: str, votes: Votes, runs: list[dict], truth: np.ndarray | None) -> dict[str, str]:
    middle = runs[len(runs) // 2]
    noise = (runs[-1]["seconds"] - runs[0]["seconds"]) / middle["seconds"]
    cells = {"conversation": name, "people": str(votes.shape[0]), "votes": str(len(votes.answers)),
             "ours s": f"{middle['seconds']:.3f}", "noise": f"{noise:.0%}" if len(runs) > 1 else "",
             "ours MB": f"{middle['peak_mb']:.0f}"}  # fmt: skip
    if truth is not None:
        index = adjusted_rand(truth[middle["people"]], np.array(middle["groups"]))
        cells["ARI planted"] = f"{index:.2f}"
    return cells


def agreement(one: dict, other: dict) -> float:
    """Adjusted Rand index of the two groupings of the people both placed."""
    theirs = dict(zip(other["people"], other["groups"], strict=True))
    pairs = [(g, theirs[p]) for p, g in zip(one["people"], one["groups"], strict=True) if p in theirs]
    return adjusted_rand(*np.array(pairs).T)


def published_groups(folder: Path) -> dict[str, int]:
    with (folder / "participants-votes.csv").open() as file:
        return {row["participant"]: int(row["group-id"]) for row in csv.DictReader(file) if row["group-id"]}


def against_published(votes: Votes, groups: dict[str, int], k: int) -> float:
    """How well our groups agree with those Polis published, at the same number."""
    found = landscape(votes, mode="compatible", groups=k).to_dict()["assignment"]
    both = [p for p in groups if found[p] is not None]
    return adjusted_rand(np.array([groups[p] for p in both]), np.array([found[p] for p in both]))


def angle_to_exact(votes: Votes) -> float:
    """Largest angle, in degrees, between our plane and that of the dense matrix."""
    filled = np.full(votes.shape, np.nan)
    filled[votes.rows, votes.columns] = votes.answers
    voted = ~np.isnan(filled).all(axis=0)
    filled = filled[:, voted]
    means = np.nanmean(filled, axis=0)
    _, _, right = np.linalg.svd(np.where(np.isnan(filled), means, filled) - means, full_matrices=False)
    axes = find_plane(votes.rows, votes.columns, votes.answers.astype(float), votes.shape).axes[:, voted]
    off = np.linalg.norm(axes - (axes @ right[:2].T) @ right[:2], axis=1)
    return float(np.degrees(np.arcsin(np.clip(off, 0, 1))).max())


def made_up(people: int, statements: int, seen: float, repeats: int) -> None:
    """How often groups and representative statements are reported where there are none, and found where there are."""

    def draw(groups: int, **more: int) -> Callable[[int], Votes]:
        return lambda i: planted(people, statements, groups, i, seen=seen, **more).votes

    kinds = {
        "votes shuffled": (lambda i: shuffled(draw(2)(i), i), True),
        "one population": (draw(1), True),
        "one population, one direction": (draw(1, directions=1), True),
        "two planted groups": (draw(2), False),
        "three planted groups": (draw(3), False),
    }
    for kind, (make, none_there) in kinds.items():
        before = time.process_time()
        results = [landscape(make(1000 + i), seed=i).to_dict() for i in range(repeats)]
        took = (time.process_time() - before) / repeats
        found = sum(r["groups"]["verdict"] == "found" for r in results) / repeats
        flagged = np.mean([len(g) / statements for r in results for g in r["representative"]] or [0.0])
        bars = f"groups {met(found <= 0.05)}" if none_there else ""
        bars += f", statements {met(flagged <= 0.05)}" if kind == "votes shuffled" else ""
        print(f"{people:>6} x {statements:<4} {kind:<30} groups found in {found:>5.1%} of {repeats}, "
              f"statements flagged a group {flagged:>5.1%}, {took:.2f} s each  {bars}", flush=True)  # fmt: skip


def real_conversations() -> None:
    notes = []
    for folder in sorted(p for p in POLIS.iterdir() if p.is_dir()) if POLIS.exists() else []:
        votes, groups = read_votes(folder).votes, published_groups(folder)
        k = len(set(groups.values()))
        compare(folder.name[:30], votes, k, bar=10, seconds=0.2)
        index, angle = against_published(votes, groups, k), angle_to_exact(votes)
        verdict = landscape(votes).to_dict()["groups"]
        steady = verdict["stability"] and round(verdict["stability"], 2)
        notes.append(f"{folder.name[:30]:<32}k={k}, ARI with the published groups {index:.3f} (0.80: {met(index >= 0.8)}), "
                     f"angle to the exact plane {angle:.0e} degrees (0.01: {met(angle <= 0.01)}), recommended mode: "
                     f"{verdict['verdict']}, p {verdict['p_value']}, stability {steady}")  # fmt: skip
    print("\n" + "\n".join(notes) + "\n")


def large_conversations() -> None:
    times = {}
    for name, people, bar, seconds in (
        ("1k", 1_000, 5, 1),
        ("10k", 10_000, 30, 0.2),
        ("100k", 100_000, 300, 1),
    ):
        made = planted(people, 200, 3, 1, seen=0.15)
        times[people] = compare(f"planted {name} x 200", made.votes, 0, bar, seconds, made.groups)
    compare("... told that there are 3", made.votes, 3, bar, seconds, made.groups)
    for width, seen, bar, most_seconds, most_mb in (
        (200, 0.15, "", 60, 1e6),
        (500, 0.06, "10 s, 1500 MB", 10, 1500),
    ):
        made = planted(1_000_000, width, 3, 1, seen=seen)
        took = alone(f"planted 1M x {width}", made.votes, 0, bar, most_seconds, most_mb, made.groups)
        times.setdefault(1_000_000, took)
    exponent = math.log(times[1_000_000] / times[10_000]) / math.log(100)
    print(
        f"\nTime grows as people to the power {exponent:.2f}, 10k to 1M x 200 (1.05: {met(exponent <= 1.05)})"
    )


def main() -> None:
    print(
        "Opinion: ours (compatible mode) beside red-dwarf 0.4.0. Real conversations: at the number of groups Polis published;\n"
        "planted ones have three, and each program chooses its number unless told. One thread, CPU seconds, middle of"
    )
    print(
        f"three runs; noise: their spread. The peer is stopped after {LIMIT} CPU seconds. Bars: ratio and our time.\n"
    )
    print(row({name: name for name in WIDTHS}))
    real_conversations()
    print(row({name: name for name in WIDTHS}))
    large_conversations()
    print(
        "\nRecommended mode: what it reports where there is nothing (bar: 5% or less), and where there is something"
    )
    made_up(130, 42, 0.55, 100)
    made_up(400, 100, 0.4, 60)


if __name__ == "__main__":
    main()
