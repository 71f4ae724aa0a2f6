"""Weights of the similarity levels, in log odds: prior ones by judgement, and those fitted to two labelled sets.

``benchmarks/dedup_weights.py`` fits them again: a logistic model whose coefficients are drawn towards ``PRIOR`` with the weight
of one pair each, so that a field that the labelled sets lack (they have few DOIs that differ) keeps its prior weight.
"""

import numpy as np

from cyfran.methods.dedup.similarity import FIELDS, LEVELS

PRIOR = {
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
PRIOR_INTERCEPT = -2.5
FITTED = {
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
FITTED_INTERCEPT = -2.67


def indicators(levels: np.ndarray) -> np.ndarray:
    """Return one column for each level of each field, 0 or 1; an empty field has none set."""
    columns = [
        levels[:, column] == level
        for column, field in enumerate(FIELDS)
        for level in range(1, LEVELS[field] + 1)
    ]
    return np.stack(columns, axis=1).astype(float)


def probabilities(levels: np.ndarray) -> np.ndarray:
    """Return how likely each pair is one and the same reference."""
    # log odds = b + Σ_f w_f(level): a sum over fields as in Fellegi and Sunter, but with weights that were fitted together.
    # Theirs take fields to be independent, and so count evidence twice that comes together (journal, volume, page).
    weights = np.concatenate([FITTED[field] for field in FIELDS])
    return 1 / (1 + np.exp(-(FITTED_INTERCEPT + indicators(levels) @ weights)))
