"""Learns the weights of ``methods/dedup/weights.py`` again, from labelled sets.

The labels say which records have a copy, not of which. So it is guessed and learnt in turns: a pair is taken for one where both
records have a copy and the weights so far say so; a record with a copy and no such pair gets its likeliest.

    CYFRAN_SHARED_DATA=… python benchmarks/dedup_weights.py
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from labelled_records import NAMES, read_labelled  # noqa: E402

from cyfran.methods.dedup.pairs import candidates  # noqa: E402
from cyfran.methods.dedup.records import Bibliographic, normalise_references  # noqa: E402
from cyfran.methods.dedup.similarity import FIELDS, similarity_levels  # noqa: E402
from cyfran.methods.dedup.weights import PRIOR, PRIOR_INTERCEPT, indicators  # noqa: E402

TURNS, HELD, HELD_AT_FIRST = 6, 1.0, 0.1
Labelled = tuple[list[Bibliographic], np.ndarray]


def learnt(sets: Sequence[Labelled]) -> np.ndarray:
    """Weights, the constant first."""
    opinion = np.concatenate([[PRIOR_INTERCEPT], *(PRIOR[field] for field in FIELDS)])
    weights, compared = opinion, [_compared(*one) for one in sets]
    for _ in range(TURNS):
        rows = np.concatenate([seen for seen, _, _ in compared])
        one = np.concatenate([_guessed(seen @ weights, pairs, copy) for seen, pairs, copy in compared])
        weights = _fitted(rows, one, opinion)
    return weights


def _compared(records: list[Bibliographic], copy: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    known = normalise_references(records)
    pairs = candidates(known)
    seen = indicators(similarity_levels(known, pairs))
    return np.c_[np.ones(len(seen)), seen], pairs, copy


def _guessed(odds: np.ndarray, pairs: np.ndarray, copy: np.ndarray) -> np.ndarray:
    both = copy[pairs[:, 0]] & copy[pairs[:, 1]]
    one = both & (odds > 0)
    has = np.zeros(len(copy), dtype=bool)
    has[pairs[one].ravel()] = True
    for record in np.flatnonzero(copy & ~has):
        its = np.flatnonzero(((pairs == record).any(axis=1)) & both)
        if len(its):
            one[its[np.argmax(odds[its])]] = True
    return one.astype(float)


def _fitted(rows: np.ndarray, one: np.ndarray, opinion: np.ndarray) -> np.ndarray:
    held = np.r_[HELD_AT_FIRST, np.full(len(opinion) - 1, HELD)]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds, off = rows @ weights, weights - opinion
        value = (np.logaddexp(0, odds) - one * odds).sum() + held @ off**2 / 2
        return value, rows.T @ (1 / (1 + np.exp(-odds)) - one) + held * off

    return minimize(loss, opinion, jac=True, method="L-BFGS-B").x


def candidates_of(records: list[Bibliographic], weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, pairs, _ = _compared(records, np.zeros(len(records), dtype=bool))
    return pairs, 1 / (1 + np.exp(-rows @ weights))


def told_by(weights: np.ndarray, records: list[Bibliographic]) -> np.ndarray:
    """Which records have a copy, by these weights."""
    pairs, probability = candidates_of(records, weights)
    told = np.zeros(len(records), dtype=bool)
    told[pairs[probability >= 0.5].ravel()] = True
    return told


def main() -> None:
    weights = learnt([read_labelled(name) for name in NAMES])
    print("FITTED_INTERCEPT =", round(float(weights[0]), 2))
    place = 1
    for field in FIELDS:
        print(f'    "{field}": {tuple(np.round(weights[place : place + len(PRIOR[field])], 2).tolist())},')
        place += len(PRIOR[field])


if __name__ == "__main__":
    main()
