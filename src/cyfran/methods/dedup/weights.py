"""How much each likeness says, in log odds: opinion first, then what two labelled sets taught.

``benchmarks/dedup_weights.py`` fits them again: a logistic model whose coefficients are drawn towards ``OPINION`` with the weight
of one pair each, so that a field that the labelled sets lack (they have few DOIs that differ) keeps what one would say of it.
"""

import numpy as np

from cyfran.methods.dedup.similarity import FIELDS, LEVELS

OPINION = {
    "title": (3.0, 2.0, 1.0, -1.0, -3.0, -5.0),
    "title_numbers": (0.5, -2.5),
    "authors": (1.5, 0.5, 0.0, -1.5, -3.0),
    "year": (0.5, 0.0, -2.0),
    "journal": (1.0, 0.3, 0.0, -1.5),
    "volume": (1.0, -2.0),
    "page": (2.5, -2.0),
    "doi": (5.0, -4.0),
    "abstract": (3.0, 1.5, -0.5, -3.0),
}
OPINION_AT_FIRST = -2.5
LEARNT = {
    "title": (2.82, 1.69, 0.47, -0.98, -2.5, -4.51),
    "title_numbers": (0.3, -3.37),
    "authors": (1.48, 0.48, -0.02, -1.51, -3.03),
    "year": (0.48, -0.21, -1.79),
    "journal": (1.43, 0.1, 0.4, -2.15),
    "volume": (1.21, -2.58),
    "page": (3.21, -2.7),
    "doi": (5.0, -4.0),
    "abstract": (3.0, 1.5, -0.5, -3.0),
}
LEARNT_AT_FIRST = -2.67


def indicators(levels: np.ndarray) -> np.ndarray:
    """One column for each level of each field; a field that is not there has none set."""
    columns = [
        levels[:, place] == level
        for place, field in enumerate(FIELDS)
        for level in range(1, LEVELS[field] + 1)
    ]
    return np.stack(columns, axis=1).astype(float)


def probabilities(levels: np.ndarray) -> np.ndarray:
    """How likely each pair is one and the same reference."""
    weights = np.concatenate([LEARNT[field] for field in FIELDS])
    return 1 / (1 + np.exp(-(LEARNT_AT_FIRST + indicators(levels) @ weights)))
