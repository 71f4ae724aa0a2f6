"""Statistics of statements by group, by the definitions of Polis: exact for any given groups."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.opinion.votes import Votes

CHUNK = 1 << 20  # votes counted at a time


@dataclass(frozen=True)
class GroupStatistics:
    """Counts and tests for G groups and S statements.

    ``agree``, ``disagree`` and ``seen`` are G x S counts (``seen`` has the passes too). ``p_*`` are probabilities with one
    vote added on each side, ``p_*_test`` their distance from one half, ``r_*`` how much more likely in the group than
    in the others, ``r_*_test`` the two-proportion z of that; all G x S.
    """

    agree: np.ndarray
    disagree: np.ndarray
    seen: np.ndarray
    p_agree: np.ndarray
    p_disagree: np.ndarray
    p_agree_test: np.ndarray
    p_disagree_test: np.ndarray
    r_agree: np.ndarray
    r_disagree: np.ndarray
    r_agree_test: np.ndarray
    r_disagree_test: np.ndarray


def count_votes(votes: Votes, members: np.ndarray, groups: int) -> np.ndarray:
    """Count answers by group and statement: G x S x 3 (agree, disagree, pass). People in no group have -1."""
    width = len(votes.statements)
    answer_columns = np.array([2, 0, 1])  # where pass, agree and disagree (-1: from the end) stand
    counts = np.zeros((groups + 1) * width * 3, dtype=np.int64)
    for start in range(0, len(votes.answers), CHUNK):
        chunk = slice(start, start + CHUNK)
        group = members[votes.rows[chunk]]
        group = np.where(group < 0, groups, group)  # of no group: a last one, which is cut off below
        cells = (group * width + votes.columns[chunk]) * 3 + answer_columns[votes.answers[chunk]]
        counts += np.bincount(cells, minlength=len(counts))
    return counts.reshape(groups + 1, width, 3)[:groups]


def statistics_for_groups(votes: Votes, members: np.ndarray) -> GroupStatistics:
    """Compute the counts, probabilities and tests of each statement in each of the given groups.

    Parameters
    ----------
    votes
        The votes of a conversation.
    members
        For each participant, in their order in ``votes``, the number of their group from 0, or -1 for none.

    Raises
    ------
    MethodError
        ``members_do_not_fit`` if there is not one entry for each participant.

    Notes
    -----
    Definitions of Polis (math/repness.clj, math/stats.clj): with A agreeing of S who saw it, pa = (A+1)/(S+2),
    pat = 2 sqrt(S+1) ((A+1)/(S+1) - 1/2), ra = pa in the group over pa of all others, rat = pooled two-proportion z with one
    added to all four counts. Disagreeing alike. O(votes + G S).

    Examples
    --------
    >>> votes = Votes.from_events(["1", "2", "3"], ["a", "a", "a"], [1, 1, -1])
    >>> statistics_for_groups(votes, np.array([0, 0, 1])).p_agree.round(3).tolist()
    [[0.75], [0.333]]
    """
    members = np.asarray(members)
    if members.shape != (len(votes.participants),):
        raise MethodError(
            "groups_do_not_fit_participants", people=len(votes.participants), given=int(members.size)
        )
    counts = count_votes(votes, members, int(members.max(initial=-1)) + 1)
    agree, disagree, seen = counts[..., 0], counts[..., 1], counts.sum(axis=2)
    return GroupStatistics(
        agree, disagree, seen, *_probabilities(agree, disagree, seen), *_against_others(agree, disagree, seen)
    )


def _probabilities(agree: np.ndarray, disagree: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, ...]:
    # (A + 1)/(S + 2): Laplace's rule, so that nothing seen is 1/2 and a product over groups is never 0
    p_agree, p_disagree = (agree + 1) / (seen + 2), (disagree + 1) / (seen + 2)
    return p_agree, p_disagree, _one_proportion_z(agree, seen), _one_proportion_z(disagree, seen)


def _one_proportion_z(counts: np.ndarray, seen: np.ndarray) -> np.ndarray:
    # z of a share against 1/2, (p − ½)/√(¼/n) = 2 √n (p − ½), with one agreeing voter added
    return 2 * np.sqrt(seen + 1) * ((counts + 1) / (seen + 1) - 0.5)


def _against_others(agree: np.ndarray, disagree: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, ...]:
    others = [counts.sum(axis=0) - counts for counts in (agree, disagree, seen)]
    more_agree = ((agree + 1) / (seen + 2)) / ((others[0] + 1) / (others[2] + 2))
    more_disagree = ((disagree + 1) / (seen + 2)) / ((others[1] + 1) / (others[2] + 2))
    return (
        more_agree,
        more_disagree,
        _two_proportion_z(agree, others[0], seen, others[2]),
        _two_proportion_z(disagree, others[1], seen, others[2]),
    )


def _two_proportion_z(
    inside: np.ndarray, outside: np.ndarray, seen_inside: np.ndarray, seen_outside: np.ndarray
) -> np.ndarray:
    # (a/n − b/m) / √(p̄(1 − p̄)(1/n + 1/m)) with p̄ = (a + b)/(n + m). One is added to all four, as Polis does: where
    # everybody agrees p̄ is 1 and there is no z, which counts as 0.
    a, b, n, m = inside + 1, outside + 1, seen_inside + 1, seen_outside + 1
    pooled = (a + b) / (n + m)
    standard_error = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / n + 1 / m))
    return np.divide(a / n - b / m, standard_error, out=np.zeros_like(pooled), where=standard_error > 0)


def group_aware_consensus(stats: GroupStatistics) -> np.ndarray:
    """Return how likely all groups are to agree with a statement: the product over groups of (A+1)/(S+2)."""
    return stats.p_agree.prod(axis=0)


def priority(counts: np.ndarray, extremity: np.ndarray) -> np.ndarray:
    """Return the weight by which Polis would next show each statement, from counts (S x 3) and extremity."""
    # [(1 − (P + 1)/(S + 2)) (E + 1) (A + 1)/(S + 2) (1 + 8·2^(−S/5))]²: few passes, far out, often agreed with, new
    agree, passes, seen = counts[:, 0], counts[:, 2], counts.sum(axis=1)
    novelty = 1 + 8 * 2.0 ** (-seen / 5)
    return ((1 - (passes + 1) / (seen + 2)) * (extremity + 1) * ((agree + 1) / (seen + 2)) * novelty) ** 2
