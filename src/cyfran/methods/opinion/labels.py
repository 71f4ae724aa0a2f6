"""Labels of statements (common ground, divisive, bridging, uncertain), given only with enough votes behind them."""

import numpy as np

from cyfran.methods.opinion.intervals import difference_low, wilson

FEWEST_VOTES = 10  # votes behind a share
LEAST_DIFFERENCE = 0.20  # between the shares of two groups, for a divisive statement
UNCERTAIN_SHARE = 0.20  # of passes, at the lower end of the interval
MAJORITY = 0.5


def label_statements(
    everyone: np.ndarray, by_group: np.ndarray, loadings: np.ndarray, groups_found: bool
) -> list[list[str]]:
    """Label each statement.

    Parameters
    ----------
    everyone
        Counts of agree, disagree, pass: S x 3.
    by_group
        The same for each group: G x S x 3. Used only with ``groups_found``.
    loadings
        How strongly a statement tells people apart on the map, S.
    groups_found
        Whether the verdict is that there are groups.

    Returns
    -------
    list of list of str
        ``too_few`` alone, or any of ``common_ground`` (agreed by a majority of everyone, and of each group where there are
        groups, at the lower end of the interval), ``divisive`` (two groups differ by more than 20 points, and surely differ),
        ``bridging`` (common ground although it lies among the half that tells people apart most) and ``uncertain``
        (surely more than a fifth pass).
    """
    seen = everyone.sum(axis=1)
    # Lower ends of intervals, not shares: 6 of 10 who agree are no majority that one can be sure of
    common_ground = wilson(everyone[:, 0], seen)[0] > MAJORITY
    uncertain = wilson(everyone[:, 2], seen)[0] > UNCERTAIN_SHARE
    divisive = np.zeros(len(seen), dtype=bool)
    bridging = np.zeros(len(seen), dtype=bool)
    if groups_found:
        # The group that agrees least decides: the product over groups (Polis' group-aware consensus) shrinks with their
        # number, and large groups can hide a small one
        seen_by = by_group.sum(axis=2)
        agreed_by = wilson(by_group[..., 0], seen_by)[0] > MAJORITY
        common_ground &= (agreed_by & (seen_by >= FEWEST_VOTES)).all(axis=0)
        divisive = _divisive(by_group[..., 0], seen_by)
        bridging = common_ground & (loadings > np.median(loadings))
    conditions = {
        "common_ground": common_ground,
        "divisive": divisive,
        "bridging": bridging,
        "uncertain": uncertain,
    }
    return [
        ["too_few"] if seen[j] < FEWEST_VOTES else [name for name, holds in conditions.items() if holds[j]]
        for j in range(len(seen))
    ]


def _divisive(agree: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Statements on which two groups surely differ, and by more than the least difference."""
    divisive = np.zeros(agree.shape[1], dtype=bool)
    for a in range(len(agree)):
        for b in range(len(agree)):  # both orders of a pair: each looks only at a above b; a = b differs by 0
            enough = (seen[a] >= FEWEST_VOTES) & (seen[b] >= FEWEST_VOTES)
            differs = agree[a] / np.maximum(seen[a], 1) - agree[b] / np.maximum(seen[b], 1) > LEAST_DIFFERENCE
            divisive |= enough & differs & (difference_low(agree[a], seen[a], agree[b], seen[b]) > 0)
    return divisive
