"""Are there groups? Only where they stand out against one continuous population, and come back when people are drawn anew."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.opinion.clusters import Grouping, group
from cyfran.methods.opinion.one_population import fit_one_population
from cyfran.methods.opinion.plane import Plane, find_plane
from cyfran.methods.opinion.votes import Votes

FEWEST_PEOPLE, FEWEST_IN_GROUP = 50, 10
SIMULATIONS = 99  # so that another seed seldom changes the verdict; the smallest possible p is 1/100
ENOUGH_EXCEEDANCES = 5  # p can no longer be 0.05 or less
DRAWS = 20
LEVEL, STABLE = 0.05, 0.7
MOST_PEOPLE = 5000  # more are represented by as many drawn at random


@dataclass(frozen=True)
class GroupVerdict:
    """``found``, ``not_clear`` or ``too_few``; with the p of the test and the stability where they were worked out."""

    verdict: str
    p_value: float | None
    stability: float | None


def best_grouping(plane: Plane, answered: np.ndarray, k: int | None = None) -> Grouping:
    """Group those who answered most, in as many groups as stand apart best.

    Someone who answered little stands nearly anywhere on the map, and blurs groups that are there. So the number of groups
    and how far they are apart are read from the half who answered most, or from everyone where there are few.
    """
    least = np.median(answered) if len(answered) >= FEWEST_PEOPLE else 0
    return group(plane.positions[answered >= least], k, weighted=True)


def judge(
    votes: Votes, plane: Plane, grouping: Grouping, k: int | None, random: np.random.Generator
) -> GroupVerdict:
    """Judge a grouping of all people in ``votes`` (those with enough answers); ``k`` if their number was not chosen."""
    sizes = np.bincount(grouping.members, minlength=grouping.k)
    if len(votes.participants) < FEWEST_PEOPLE:
        return GroupVerdict("too_few", None, None)
    stability = _stability(votes, grouping, random)
    p_value = _p_value(votes, plane, k, random)
    found = p_value <= LEVEL and stability >= STABLE and sizes.min() >= FEWEST_IN_GROUP and grouping.k > 1
    return GroupVerdict("found" if found else "not_clear", p_value, stability)


def _p_value(votes: Votes, plane: Plane, k: int | None, random: np.random.Generator) -> float:
    """How often one population without groups, seen through the same gaps, shows groups as far apart (Monte Carlo).

    Stops early once the answer can only be no (Besag and Clifford 1991).
    """
    people = _some(len(votes.participants), random)
    rows, columns, answers = _of_people(votes, people)
    shape = (len(people), len(votes.statements))
    model = fit_one_population(rows, columns, answers, shape, plane.positions[people])
    observed = _apart(rows, columns, answers, shape, k)
    as_far = 0
    for done in range(1, SIMULATIONS + 1):
        drawn = model.answers_anew(rows, columns, answers, len(people), random)
        as_far += _apart(rows, columns, drawn, shape, k) >= observed
        if as_far >= ENOUGH_EXCEEDANCES:
            return as_far / done
    return (as_far + 1) / (SIMULATIONS + 1)


def _apart(
    rows: np.ndarray, columns: np.ndarray, answers: np.ndarray, shape: tuple[int, int], k: int | None
) -> float:
    plane = find_plane(rows, columns, answers.astype(float), shape)
    return best_grouping(plane, np.bincount(rows, minlength=shape[0]), k).silhouette


def _stability(votes: Votes, grouping: Grouping, random: np.random.Generator) -> float:
    """Mean agreement (adjusted Rand index) with the groups that come out when people are drawn with replacement."""
    agreements = []
    number = len(votes.participants)
    for _ in range(DRAWS):
        drawn = np.sort(random.integers(0, number, size=min(number, MOST_PEOPLE)))
        rows, columns, answers = _of_people(votes, drawn)
        plane = find_plane(rows, columns, answers.astype(float), (len(drawn), len(votes.statements)))
        again = group(plane.positions, grouping.k)
        agreements.append(adjusted_rand(grouping.members[drawn], again.members))
    return float(np.mean(agreements))


def _some(number: int, random: np.random.Generator) -> np.ndarray:
    return (
        np.arange(number)
        if number <= MOST_PEOPLE
        else np.sort(random.choice(number, MOST_PEOPLE, replace=False))
    )


def _of_people(votes: Votes, people: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The entries of these people (some perhaps twice), renumbered in the order given."""
    edges = np.searchsorted(votes.rows, np.arange(len(votes.participants) + 1))
    lengths = (edges[1:] - edges[:-1])[people]
    starts = np.repeat(edges[:-1][people] - np.append(0, np.cumsum(lengths)[:-1]), lengths)
    entries = starts + np.arange(lengths.sum())
    return np.repeat(np.arange(len(people)), lengths), votes.columns[entries], votes.answers[entries]


def adjusted_rand(a: np.ndarray, b: np.ndarray) -> float:
    """Agreement of two groupings of the same people: 1 the same, 0 as by chance (Hubert and Arabie 1985)."""
    width = int(b.max()) + 1
    table = np.bincount(a * width + b, minlength=(int(a.max()) + 1) * width).reshape(-1, width).astype(float)
    together = _pairs(table).sum()
    in_a, in_b = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    expected = in_a * in_b / max(_pairs(np.array([table.sum()]))[0], 1.0)
    most = (in_a + in_b) / 2
    return float((together - expected) / (most - expected)) if most > expected else 1.0


def _pairs(counts: np.ndarray) -> np.ndarray:
    return counts * (counts - 1) / 2
