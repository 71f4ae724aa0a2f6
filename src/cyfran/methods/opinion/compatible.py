"""The landscape by the definitions of Polis, for people who compare: complete, exact where Polis is not, and repeatable.

Polis takes people in the order of their first vote; we take them in the natural order of their labels, which are numbers
given in that order. Polis draws its start and smooths over time; here nothing is drawn and there is no past.
"""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.opinion.clusters import Grouping, group, polis_starts
from cyfran.methods.opinion.plane import Plane, find_plane
from cyfran.methods.opinion.selection import consensus, representative
from cyfran.methods.opinion.statistics import (
    GroupStatistics,
    count_votes,
    group_aware_consensus,
    priority,
    statistics_for_groups,
)
from cyfran.methods.opinion.votes import Votes

FEWEST_PEOPLE = 15  # where fewer have enough votes, those with most votes are taken in


@dataclass(frozen=True)
class PolisLandscape:
    """Everything Polis works out for a conversation."""

    plane: Plane
    placed: np.ndarray
    grouping: Grouping
    members: np.ndarray
    statistics: GroupStatistics
    representative: list[list[dict]]
    consensus: dict[str, list[dict]]
    group_aware_consensus: np.ndarray
    extremity: np.ndarray
    priority: np.ndarray


def polis_landscape(votes: Votes, groups: int | None = None, min_votes: int = 7) -> PolisLandscape:
    """Compute the landscape as Polis defines it. See docs/methods/opinion.md for each definition."""
    plane = polis_plane(votes)
    placed = with_enough_votes(votes.per_participant, min(min_votes, plane.width))
    grouping = group(plane.positions[placed], groups, starts=polis_starts)
    members = np.full(len(votes.participants), -1, dtype=np.int64)
    members[placed] = grouping.members
    stats = statistics_for_groups(votes, members)
    counts = count_votes(votes, members, grouping.k).sum(axis=0)  # Polis counts only those it placed
    extremity = statement_extremity(plane)
    return PolisLandscape(
        plane,
        placed,
        grouping,
        members,
        stats,
        representative(stats, votes),
        consensus(votes),
        group_aware_consensus(stats),
        extremity,
        priority(counts, extremity),
    )


def polis_plane(votes: Votes) -> Plane:
    """Return the plane of Polis, where a statement moderated out counts as a pass of everyone."""
    # Polis sets the column of such a statement to 0 for everyone before the components. A constant column spreads nobody,
    # but it counts in both S and n of the scaling √(S/n), so leaving it out altogether would move everybody.
    kept = ~votes.rejected[votes.columns] if votes.rejected.any() else slice(None)
    voted = np.zeros(len(votes.statements), dtype=bool)
    voted[votes.columns] = True  # what nobody voted on is not in Polis' matrix
    return find_plane(
        votes.rows[kept],
        votes.columns[kept],
        votes.answers[kept],
        votes.shape,
        also_seen=int((voted & votes.rejected).sum()),
        width=int(voted.sum()),
    )


def with_enough_votes(per_participant: np.ndarray, enough: int) -> np.ndarray:
    """Return who is placed in groups: all with enough votes, and at least the fifteen with most votes."""
    chosen = per_participant >= enough
    if chosen.sum() < FEWEST_PEOPLE:
        most_active = np.argsort(-per_participant, kind="stable")[:FEWEST_PEOPLE]
        chosen[most_active[per_participant[most_active] > 0]] = True
    return np.flatnonzero(chosen)


def statement_extremity(plane: Plane) -> np.ndarray:
    """Return how far out someone would stand who agreed with one statement and saw no other, for each statement."""
    # E_j = √S ‖(1 − μ_j) a_j‖: the scaled position of a single vote. Polis stores agree as −1 and writes (−1 − μ_j) with
    # a mean of the other sign, which has the same length.
    return np.sqrt(plane.width) * np.linalg.norm((1 - plane.means) * plane.axes, axis=0)
