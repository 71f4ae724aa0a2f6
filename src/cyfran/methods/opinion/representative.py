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

FALSE_DISCOVERY_RATE = 0.05
FEWEST_VOTES = 10


def distinguishing_statements(votes: Votes, members: np.ndarray, k: int) -> list[list[dict]]:
    """Return for each group the statements on which it significantly differs from everyone else, strongest first."""
    z = np.zeros((k, len(votes.statements)))
    difference = np.zeros_like(z)
    tested = np.zeros(z.shape, dtype=bool)
    # Cross-fitting: groups made of the very votes that are then tested differ even where votes are shuffled noise
    for half in (0, 1):
        training = np.arange(len(votes.statements)) % 2 == half
        regrouped = _regroup(votes, training, members, k)
        counts = count_votes(votes, regrouped, k)
        z_half, difference_half, testable = _two_proportion_z(counts)
        test = ~training
        z[:, test], difference[:, test] = z_half[:, test], difference_half[:, test]
        tested[:, test] = testable[:, test]
    # 2 Φ(−|z|), not 2 (1 − Φ(|z|)): the latter is 0 from |z| of 8.3 on, and all p-values there would tie
    significant = _benjamini_hochberg(2 * ndtr(-np.abs(z)), tested)
    return [_strongest(votes, z[g], difference[g], significant[g]) for g in range(k)]


def _regroup(votes: Votes, training: np.ndarray, members: np.ndarray, k: int) -> np.ndarray:
    """Group people by the votes on the training statements only, with the numbers of the given groups they resemble most."""
    # Not at the top: scipy.optimize takes a quarter of a second
    from scipy.optimize import linear_sum_assignment

    chosen = training[votes.columns]
    values = votes.answers[chosen].astype(float)
    plane = find_plane(votes.rows[chosen], votes.columns[chosen], values, votes.shape)
    regrouped = group(plane.positions, k).members
    # A new clustering numbers its groups anew: matched to the given ones by the largest overlap in all (assignment problem)
    overlap = np.bincount(regrouped * k + members, minlength=k * k).reshape(k, k)
    new_numbers, given_numbers = linear_sum_assignment(-overlap)
    matched = np.empty(k, dtype=np.int64)
    matched[new_numbers] = given_numbers
    return matched[regrouped]


def _two_proportion_z(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two-proportion z of agreement in a group against everyone else: z, difference, and whether enough voted (G x S)."""
    agree, seen = counts[..., 0], counts.sum(axis=2)
    others, others_seen = agree.sum(axis=0) - agree, seen.sum(axis=0) - seen
    testable = (seen >= FEWEST_VOTES) & (others_seen >= FEWEST_VOTES)
    n, m = np.maximum(seen, 1), np.maximum(others_seen, 1)
    difference = agree / n - others / m
    # z = (p₁ − p₂) / √(p̄(1 − p̄)(1/n + 1/m)), with p̄ pooled as under no difference
    pooled = (agree + others) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.divide(difference, spread, out=np.zeros_like(spread), where=spread > 0)
    return z, difference, testable


def _benjamini_hochberg(p: np.ndarray, tested: np.ndarray) -> np.ndarray:
    """Return which tests are significant at a false discovery rate of 5% (Benjamini and Hochberg 1995)."""
    # The largest i with p_(i) ≤ q i/m sets the limit; smaller p-values pass even if they are above a line of their own
    p_values = np.sort(p[tested])
    if not len(p_values):
        return np.zeros(p.shape, dtype=bool)
    below = p_values <= FALSE_DISCOVERY_RATE * np.arange(1, len(p_values) + 1) / len(p_values)
    limit = p_values[np.flatnonzero(below)[-1]] if below.any() else -1.0
    return tested & (p <= limit)


def _strongest(votes: Votes, z: np.ndarray, difference: np.ndarray, significant: np.ndarray) -> list[dict]:
    order = np.argsort(-np.abs(z), kind="stable")
    return [
        {
            "id": votes.statements[j],
            "says": "agree" if difference[j] > 0 else "disagree",
            "difference": float(difference[j]),
            "z": float(z[j]),
        }
        for j in order
        if significant[j]
    ]
