"""Ratios of rates: did people from here take part as much as people from there?"""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.special import ndtri

from cyfran.methods.errors import MethodError

FEWEST = 5  # in each group: below, the logarithm of a ratio is not near normal


@dataclass(frozen=True)
class Ratio:
    """How many times as much; ``low`` and ``high`` are empty where there are too few to say."""

    estimate: float | None
    low: float | None
    high: float | None
    level: float

    @property
    def verdict(self) -> str:
        """``more`` or ``less`` if the interval leaves out 1, else ``cannot_tell``."""
        if self.low is None or self.high is None or self.low <= 1 <= self.high:
            return "cannot_tell"
        return "more" if self.low > 1 else "less"


def ratio_of_shares(count: int, total: int, other_count: int, other_total: int, level: float = 0.95) -> Ratio:
    """Say how many times as large one share is as another, and how sure that is.

    Parameters
    ----------
    count, total
        How many of how many, in the one group. Whole numbers.
    other_count, other_total
        The same in the group it is compared with.
    level
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Ratio
        The ratio of the shares and its interval. No ratio where the other share is 0; no interval where either count is below 5.

    Raises
    ------
    MethodError
        ``counts_not_possible`` where a count is below 0 or above its total, or a total is not positive.

    Notes
    -----
    Interval of the logarithm of the risk ratio, with variance 1/a - 1/n + 1/b - 1/m (Katz et al. 1978). Constant time. Missing
    values are not accepted.

    Examples
    --------
    >>> found = ratio_of_shares(62, 4300, 58, 9200)
    >>> [round(x, 3) for x in (found.estimate, found.low, found.high)], found.verdict
    ([2.287, 1.602, 3.266], 'more')
    """
    for part, whole in ((count, total), (other_count, other_total)):
        if whole < 1 or not 0 <= part <= whole:
            raise MethodError("counts_not_possible")
    if other_count == 0:
        return Ratio(None, None, None, level)
    estimate = (count / total) / (other_count / other_total)
    if min(count, other_count) < FEWEST:
        return Ratio(estimate, None, None, level)
    spread = sqrt(1 / count - 1 / total + 1 / other_count - 1 / other_total)
    reach = float(ndtri(0.5 + level / 2)) * spread
    return Ratio(estimate, exp(log(estimate) - reach), exp(log(estimate) + reach), level)
