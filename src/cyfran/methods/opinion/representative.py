"""Statements that tell a group apart, tested on votes that had no part in making the groups.

Statements are split in two halves. People are grouped by their votes on one half, and the groups are tested on the other;
then the other way round. With the false discovery rate held at 5% this leaves few statements where there is nothing to tell.
"""

import numpy as np
from scipy.special import ndtr

from cyfran.methods.opinion.clusters import group
from cyfran.methods.opinion.plane import find_plane
from cyfran.methods.opinion.statistics import count_votes
from cyfran.methods.opinion.votes import Votes

FALSE_DISCOVERIES = 0.05
FEWEST = 10


def distinguishing_statements(votes: Votes, members: np.ndarray, k: int) -> list[list[dict]]:
    """For each group, the statements on which it surely differs from everyone else, strongest first."""
    z = np.zeros((k, len(votes.statements)))
    difference = np.zeros_like(z)
    tested = np.zeros(z.shape, dtype=bool)
    for half in (0, 1):
        used = np.arange(len(votes.statements)) % 2 == half
        crossed = _grouped_by(votes, used, members, k)
        counts = count_votes(votes, crossed, k)
        z_half, difference_half, enough = _against_others(counts)
        other = ~used
        z[:, other], difference[:, other], tested[:, other] = (
            z_half[:, other],
            difference_half[:, other],
            enough[:, other],
        )
    surely = _benjamini_hochberg(2 * ndtr(-np.abs(z)), tested)
    return [_strongest(votes, z[g], difference[g], surely[g]) for g in range(k)]


def _grouped_by(votes: Votes, used: np.ndarray, members: np.ndarray, k: int) -> np.ndarray:
    """Group people by the votes on some statements only, with the numbers of the groups they resemble most."""
    # Not at the top: scipy.optimize takes a quarter of a second
    from scipy.optimize import linear_sum_assignment

    chosen = used[votes.columns]
    values = votes.answers[chosen].astype(float)
    plane = find_plane(votes.rows[chosen], votes.columns[chosen], values, votes.shape)
    again = group(plane.positions, k).members
    overlap = np.bincount(again * k + members, minlength=k * k).reshape(k, k)
    ours, theirs = linear_sum_assignment(-overlap)
    number = np.empty(k, dtype=np.int64)
    number[ours] = theirs
    return number[again]


def _against_others(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two-proportion z of agreement in a group against everyone else: z, difference, and whether enough voted (G x S)."""
    agree, seen = counts[..., 0], counts.sum(axis=2)
    others, others_seen = agree.sum(axis=0) - agree, seen.sum(axis=0) - seen
    enough = (seen >= FEWEST) & (others_seen >= FEWEST)
    n, m = np.maximum(seen, 1), np.maximum(others_seen, 1)
    difference = agree / n - others / m
    pooled = (agree + others) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.divide(difference, spread, out=np.zeros_like(spread), where=spread > 0)
    return z, difference, enough


def _benjamini_hochberg(p: np.ndarray, tested: np.ndarray) -> np.ndarray:
    """Which tests hold when at most 5% of those that hold may be false (Benjamini and Hochberg 1995)."""
    values = np.sort(p[tested])
    if not len(values):
        return np.zeros(p.shape, dtype=bool)
    below = values <= FALSE_DISCOVERIES * np.arange(1, len(values) + 1) / len(values)
    limit = values[np.flatnonzero(below)[-1]] if below.any() else -1.0
    return tested & (p <= limit)


def _strongest(votes: Votes, z: np.ndarray, difference: np.ndarray, surely: np.ndarray) -> list[dict]:
    order = np.argsort(-np.abs(z), kind="stable")
    return [
        {
            "id": votes.statements[j],
            "says": "agree" if difference[j] > 0 else "disagree",
            "difference": float(difference[j]),
            "z": float(z[j]),
        }
        for j in order
        if surely[j]
    ]
