"""Contrasts of shares of independent samples: a change, a gap, the narrowing of a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from scipy.special import ndtri

from cyfran.methods.errors import MethodError

FEWEST_CASES = 5  # with a characteristic, and without: below, the normal approximation does not hold


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of shares with its interval; ``low`` and ``high`` are empty where there are too few to say."""

    estimate: float
    low: float | None
    high: float | None
    level: float

    @property
    def verdict(self) -> str:
        """``more`` or ``less`` if the interval leaves out 0, else ``cannot_tell``."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "cannot_tell"
        return "more" if self.low > 0 else "less"


def contrast_of_shares(
    counts: Sequence[int], totals: Sequence[int], weights: Sequence[float], level: float = 0.95
) -> Contrast:
    """Return a weighted sum of shares (a change, a gap, the change of a gap) with its confidence interval.

    Parameters
    ----------
    counts, totals
        For each independent sample: how many have the characteristic, and how many were asked. Whole numbers.
    weights
        For each sample: 1 and -1 for a change between two, 1, -1, -1, 1 for the change of a gap.
    level
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Contrast
        The estimate as a share (0.128 is 12.8 points) and its interval. Without an interval where a sample has fewer than
        5 with the characteristic, or fewer than 5 without it: then nothing can be told.

    Raises
    ------
    MethodError
        ``counts_not_possible`` where a count is below 0 or above its total, or nobody was asked; ``lengths_differ``.

    Notes
    -----
    Normal approximation with unpooled variances (Wald), for a linear combination of independent proportions (Newcombe 1998,
    method 1; Price and Bonett 2004, equation 1). Linear in the number of samples. Missing values are not accepted.

    Examples
    --------
    >>> change = contrast_of_shares([66, 87], [212, 198], [-1, 1])
    >>> [round(100 * x, 1) for x in (change.estimate, change.low, change.high)], change.verdict
    ([12.8, 3.5, 22.1], 'more')
    """
    if not len(counts) == len(totals) == len(weights):
        raise MethodError("lengths_differ")
    n, x, w = np.asarray(totals, float), np.asarray(counts, float), np.asarray(weights, float)
    if len(n) == 0 or (n < 1).any() or (x < 0).any() or (x > n).any():
        raise MethodError("counts_not_possible")
    shares = x / n
    estimate = fsum(w * shares)  # rounded once, so that the order of samples changes nothing
    if (np.minimum(x, n - x) < FEWEST_CASES).any():
        return Contrast(estimate, None, None, level)
    # L ± z √(Σ w_i² p_i(1 − p_i)/n_i) for L = Σ w_i p_i. Unpooled: the interval must not assume that shares are equal.
    variance = fsum(w**2 * shares * (1 - shares) / n)
    half_width = float(ndtri(0.5 + level / 2)) * sqrt(variance)
    return Contrast(estimate, estimate - half_width, estimate + half_width, level)
