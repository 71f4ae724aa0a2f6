"""Ratios of shares: did people from one place take part as much as people from another?"""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.special import ndtri

from cyfran.methods.errors import MethodError

FEWEST_EVENTS = 5  # in each group: below, the logarithm of a ratio is not near normal


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
    """Return how many times as large one share is as another, with its confidence interval.

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
    >>> ratio = ratio_of_shares(62, 4300, 58, 9200)
    >>> [round(x, 3) for x in (ratio.estimate, ratio.low, ratio.high)], ratio.verdict
    ([2.287, 1.602, 3.266], 'more')
    """
    for part, whole in ((count, total), (other_count, other_total)):
        if whole < 1 or not 0 <= part <= whole:
            raise MethodError("counts_not_possible")
    if other_count == 0:
        return Ratio(None, None, None, level)
    estimate = (count / total) / (other_count / other_total)
    if min(count, other_count) < FEWEST_EVENTS:
        return Ratio(estimate, None, None, level)
    # exp(log RR ± z √(1/a − 1/n + 1/b − 1/m)). On the logarithm a ratio is near symmetric, its interval never reaches
    # below 0, and swapping the groups gives 1/RR with the inverted ends.
    standard_error = sqrt(1 / count - 1 / total + 1 / other_count - 1 / other_total)
    half_width = float(ndtri(0.5 + level / 2)) * standard_error
    return Ratio(estimate, exp(log(estimate) - half_width), exp(log(estimate) + half_width), level)
