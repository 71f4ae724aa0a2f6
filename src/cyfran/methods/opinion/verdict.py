"""The verdict on groups: found only where they stand out against one continuous population and are stable under resampling."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.opinion.clusters import Grouping, group
from cyfran.methods.opinion.one_population import fit_one_population
from cyfran.methods.opinion.plane import Plane, find_plane
from cyfran.methods.opinion.votes import Votes

FEWEST_PEOPLE, FEWEST_IN_GROUP = 50, 10
SIMULATIONS = 99  # so that another seed seldom changes the verdict; the smallest possible p is 1/100
ENOUGH_EXCEEDANCES = 5  # (5 + 1)/(99 + 1) is above 0.05: p can no longer be small enough
BOOTSTRAP_DRAWS = 20
ALPHA, LEAST_STABILITY = 0.05, 0.7
MOST_PEOPLE = 5000  # more are represented by as many drawn at random


@dataclass(frozen=True)
class GroupVerdict:
    """``found``, ``not_clear`` or ``too_few``; with the p of the test and the stability, None where there are too few."""

    verdict: str
    p_value: float | None
    stability: float | None


def best_grouping(plane: Plane, answered: np.ndarray, k: int | None = None) -> Grouping:
    """Group those who answered most, into the number of groups with the best silhouette, or into ``k``.

    Someone who answered little stands nearly anywhere on the map, and blurs groups that are there. So the number of groups
    and how far they are apart are read from the half who answered most, or from everyone where there are few.
    """
    fewest_answers = np.median(answered) if len(answered) >= FEWEST_PEOPLE else 0
    return group(plane.positions[answered >= fewest_answers], k, weighted=True)


def judge(
    votes: Votes, plane: Plane, grouping: Grouping, k: int | None, random: np.random.Generator
) -> GroupVerdict:
    """Judge a grouping of all people in ``votes`` (those with enough answers); ``k`` if their number was not chosen."""
    sizes = np.bincount(grouping.members, minlength=grouping.k)
    if len(votes.participants) < FEWEST_PEOPLE:
        return GroupVerdict("too_few", None, None)
    # Both draw from one generator, so their order is part of the result of a seed
    stability = _stability(votes, grouping, random)
    p_value = _p_value(votes, plane, k, random)
    groups_found = (
        p_value <= ALPHA
        and stability >= LEAST_STABILITY
        and sizes.min() >= FEWEST_IN_GROUP
        and grouping.k > 1
    )
    return GroupVerdict("found" if groups_found else "not_clear", p_value, stability)


def _p_value(votes: Votes, plane: Plane, k: int | None, random: np.random.Generator) -> float:
    """Monte Carlo p-value of the silhouette under one population without groups, with the same missing votes and passes.

    Stops early once it can no longer be small enough (Besag and Clifford 1991).
    """
    # The null model is simulated on the very cells that were voted on. A fixed threshold would not do: votes shuffled within
    # statements still make silhouettes of 0.3 to 0.45.
    people = _sample_people(len(votes.participants), random)
    rows, columns, answers = _entries_of(votes, people)
    shape = (len(people), len(votes.statements))
    model = fit_one_population(rows, columns, answers, shape, plane.positions[people])
    observed = _silhouette_of_votes(rows, columns, answers, shape, k)
    exceedances = 0
    for draw in range(1, SIMULATIONS + 1):
        simulated = model.simulate_answers(rows, columns, answers, len(people), random)
        exceedances += _silhouette_of_votes(rows, columns, simulated, shape, k) >= observed
        if exceedances >= ENOUGH_EXCEEDANCES:
            return exceedances / draw  # Besag and Clifford: h/l, where the h-th exceedance came at draw l
    return (exceedances + 1) / (SIMULATIONS + 1)  # the observed one counts as a draw: p is never 0


def _silhouette_of_votes(
    rows: np.ndarray, columns: np.ndarray, answers: np.ndarray, shape: tuple[int, int], k: int | None
) -> float:
    # Each draw goes all the way, plane and choice of k included, or the p-value would ignore that k was chosen for the best
    plane = find_plane(rows, columns, answers.astype(float), shape)
    return best_grouping(plane, np.bincount(rows, minlength=shape[0]), k).silhouette


def _stability(votes: Votes, grouping: Grouping, random: np.random.Generator) -> float:
    """Mean agreement (adjusted Rand index) with the groups of bootstrap samples, which draw people with replacement."""
    agreements = []
    number = len(votes.participants)
    for _ in range(BOOTSTRAP_DRAWS):
        sample = np.sort(random.integers(0, number, size=min(number, MOST_PEOPLE)))
        rows, columns, answers = _entries_of(votes, sample)
        plane = find_plane(rows, columns, answers.astype(float), (len(sample), len(votes.statements)))
        regrouped = group(plane.positions, grouping.k)
        agreements.append(adjusted_rand(grouping.members[sample], regrouped.members))
    return float(np.mean(agreements))


def _sample_people(number: int, random: np.random.Generator) -> np.ndarray:
    return (
        np.arange(number)
        if number <= MOST_PEOPLE
        else np.sort(random.choice(number, MOST_PEOPLE, replace=False))
    )


def _entries_of(votes: Votes, people: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The entries of these people (some perhaps twice), renumbered in the order given."""
    # Rows ascend, so each person's entries are one stretch; the stretches chosen are laid end to end without a loop
    edges = np.searchsorted(votes.rows, np.arange(len(votes.participants) + 1))
    lengths = (edges[1:] - edges[:-1])[people]
    starts = np.repeat(edges[:-1][people] - np.append(0, np.cumsum(lengths)[:-1]), lengths)
    entries = starts + np.arange(lengths.sum())
    return np.repeat(np.arange(len(people)), lengths), votes.columns[entries], votes.answers[entries]


def adjusted_rand(a: np.ndarray, b: np.ndarray) -> float:
    """Return the agreement of two groupings of the same people: 1 the same, 0 as by chance (Hubert and Arabie 1985)."""
    # (Σ C(n_ij, 2) − E) / (½ (A + B) − E) with A = Σ C(n_i., 2), B = Σ C(n_.j, 2), E = A B / C(n, 2)
    width = int(b.max()) + 1
    table = np.bincount(a * width + b, minlength=(int(a.max()) + 1) * width).reshape(-1, width).astype(float)
    index = _count_pairs(table).sum()
    in_a, in_b = _count_pairs(table.sum(axis=1)).sum(), _count_pairs(table.sum(axis=0)).sum()
    expected = in_a * in_b / max(_count_pairs(np.array([table.sum()]))[0], 1.0)
    maximum = (in_a + in_b) / 2
    # 0/0 where both have a single group, or everyone in a group of their own: they are the same
    return float((index - expected) / (maximum - expected)) if maximum > expected else 1.0


def _count_pairs(counts: np.ndarray) -> np.ndarray:
    return counts * (counts - 1) / 2
