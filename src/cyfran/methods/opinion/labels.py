"""What can be said of a statement in a word, with enough votes behind it."""

import numpy as np

from cyfran.methods.opinion.intervals import difference_low, wilson

FEWEST = 10  # votes behind a share
APART = 0.20  # shares of two groups that differ less do not divide
UNSURE = 0.20  # lower end of the share who pass
MAJORITY = 0.5


def label_statements(
    everyone: np.ndarray, by_group: np.ndarray, leaning: np.ndarray, found: bool
) -> list[list[str]]:
    """Label each statement.

    Parameters
    ----------
    everyone
        Counts of agree, disagree, pass: S x 3.
    by_group
        The same for each group: G x S x 3. Used only where groups are ``found``.
    leaning
        How strongly a statement tells people apart on the map, S.

    Returns
    -------
    list of list of str
        ``too_few`` alone, or any of ``common_ground`` (agreed by a majority of everyone, and of each group where there are
        groups, at the lower end of the range), ``divisive`` (two groups differ by more than 20 points, and surely differ),
        ``bridging`` (common ground although it lies among the half that tells people apart most) and ``uncertain``
        (surely more than a fifth pass).
    """
    seen = everyone.sum(axis=1)
    shared = wilson(everyone[:, 0], seen)[0] > MAJORITY
    unsure = wilson(everyone[:, 2], seen)[0] > UNSURE
    divides = np.zeros(len(seen), dtype=bool)
    bridges = np.zeros(len(seen), dtype=bool)
    if found:
        seen_by = by_group.sum(axis=2)
        shared &= ((wilson(by_group[..., 0], seen_by)[0] > MAJORITY) & (seen_by >= FEWEST)).all(axis=0)
        divides = _divides(by_group[..., 0], seen_by)
        bridges = shared & (leaning > np.median(leaning))
    named = {"common_ground": shared, "divisive": divides, "bridging": bridges, "uncertain": unsure}
    return [
        ["too_few"] if seen[j] < FEWEST else [name for name, holds in named.items() if holds[j]]
        for j in range(len(seen))
    ]


def _divides(agree: np.ndarray, seen: np.ndarray) -> np.ndarray:
    divides = np.zeros(agree.shape[1], dtype=bool)
    for a in range(len(agree)):
        for b in range(len(agree)):
            enough = (seen[a] >= FEWEST) & (seen[b] >= FEWEST)
            apart = agree[a] / np.maximum(seen[a], 1) - agree[b] / np.maximum(seen[b], 1) > APART
            divides |= enough & apart & (difference_low(agree[a], seen[a], agree[b], seen[b]) > 0)
    return divides
