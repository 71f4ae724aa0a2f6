"""The stopping rule of screening: whether reading may stop, and how many relevant records may then be unread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from cyfran.methods.errors import MethodError

MAX_TERMS = 1 << 21  # terms of tails
FAR = 12.0  # standard deviations below the mean: smaller terms add nothing to a double
ROUNDING, NEAR_ONE = 1e-9, 1e-6  # relative errors of a sum of gammaln, and of 1 minus such a sum


@dataclass(frozen=True)
class Stopping:
    """What the reading so far allows to conclude.

    Attributes
    ----------
    records, read, found
        Of those in question: how many there are, how many were read, and how many of these were relevant.
    target, confidence
        The share of the relevant that is to be found, and how sure that is to be.
    p
        How likely reading would have gone like this if the target was missed; small is good.
    may_stop
        Whether ``p`` is below 1 - confidence.
    missed_at_most
        With this confidence no more relevant records than these are among the unread.
    recall_at_least
        The share of the relevant found, at least; 1 where none was found and none can be missed.
    """

    records: int
    read: int
    found: int
    target: float
    confidence: float
    p: float
    may_stop: bool
    missed_at_most: int
    recall_at_least: float


def stopping(
    relevant: Sequence[bool] | np.ndarray, records: int, *, target: float = 0.95, confidence: float = 0.95
) -> Stopping:
    """Test whether enough was read, after reading in an order that brings likely records first.

    For every stretch at the end of the reading it asks: had this stretch been drawn at random from what was unread before it, how
    likely would it hold so few relevant records if the target was missed? The least of these answers is ``p``. A ranked order
    brings more relevant records than a random one, so this errs on the side of reading on.

    Parameters
    ----------
    relevant
        For each record read, in the order of reading, whether it was relevant. Leave out what was known before.
    records
        How many records there are to read, those read included.
    target
        Share of the relevant to be found, above 0 and below 1.
    confidence
        Above 0 and below 1.

    Returns
    -------
    Stopping

    Raises
    ------
    MethodError
        ``more_read_than_there_are``, ``share_not_possible`` (``value``).

    Notes
    -----
    Only stretches that begin right after a relevant record can be the least, so that r + 1 hypergeometric tails are summed.
    Nothing is taken off for asking again and again while reading; the benchmark measures how often the promise is then kept.

    References
    ----------
    M. W. Callaghan, F. Müller-Hansen (2020), Statistical stopping criteria for automated screening in systematic reviews,
    *Systematic Reviews* 9, 273, with bias 1.

    Examples
    --------
    >>> after = stopping([True] * 5 + [False] * 570, 600)
    >>> after.may_stop, after.missed_at_most, after.recall_at_least
    (True, 0, 1.0)
    >>> stopping([True] * 5 + [False] * 95, 600).may_stop
    False
    """
    for share in (target, confidence):
        if not 0 < share < 1:
            raise MethodError("share_not_possible", value=share)
    relevant = np.asarray(relevant, dtype=bool)
    read = len(relevant)
    if read > records:
        raise MethodError("more_read_than_there_are", read=read, records=records)
    positions = np.flatnonzero(relevant)
    found, unread, alpha = len(positions), records - read, _strict_alpha(confidence)
    # H0: K = x + M relevant were left where a tail of s records began, x of them in it and M, the fewest that miss the
    # target, still unread. p = P(X ≤ x) for X hypergeometric: s drawn from s + unread of which K are relevant.
    # Between two relevant records a longer tail holds as many of them, so only tails right after one are candidates.
    tail_starts = np.concatenate([[0], positions + 1])
    tail_lengths, relevant_in_tail = read - tail_starts, found - np.arange(found + 1)
    valid = (tail_lengths > 0) | (unread == 0)
    tail_lengths, relevant_in_tail = tail_lengths[valid], relevant_in_tail[valid]

    def p_if_missed(missed: int) -> float:
        """The smallest p of all tails, were so many relevant records unread."""
        if not len(tail_lengths):
            return 1.0
        return _smallest_tail(
            unread + tail_lengths, relevant_in_tail + missed, tail_lengths, relevant_in_tail
        )

    fewest_missed = _fewest_missed_below_target(found, target)
    p = p_if_missed(fewest_missed) if fewest_missed <= unread else 0.0  # 0: too few are left to miss it
    missed = _largest_not_rejected(p_if_missed, unread, alpha)
    recall = found / (found + missed) if found + missed else 1.0
    return Stopping(records, read, found, target, confidence, p, bool(p < alpha), missed, recall)


def missed_in_sample(drawn: int, found: int, unread: int, *, confidence: float = 0.95) -> int:
    """Return how many relevant records may be unread, at most, after reading a random sample of what was unread.

    Parameters
    ----------
    drawn, found
        How many were drawn at random, and how many of these were relevant.
    unread
        How many are unread now, without the sample.
    confidence
        Above 0 and below 1.

    Returns
    -------
    int
        With this confidence no more relevant records than these are unread. Exact, whatever the order was before.

    Raises
    ------
    MethodError
        ``share_not_possible``, ``more_read_than_there_are``.

    References
    ----------
    The hypergeometric test turned round, as in D. D. Lewis, E. Yang, O. Frieder (2021), Certifying one-phase technology-assisted
    reviews, *CIKM*, 893-902.

    Examples
    --------
    >>> missed_in_sample(100, 0, 900)
    28
    """
    if not 0 < confidence < 1:
        raise MethodError("share_not_possible", value=confidence)
    if not 0 <= found <= drawn or unread < 0:
        raise MethodError("more_read_than_there_are", read=found, records=drawn)
    if not drawn:
        return unread

    def p_if_missed(missed: int) -> float:
        array = np.array
        return float(
            _hypergeometric_cdf(
                array([unread + drawn]), array([found + missed]), array([drawn]), array([found])
            )[0]
        )

    return _largest_not_rejected(p_if_missed, unread, _strict_alpha(confidence))


def _strict_alpha(confidence: float) -> float:
    """The level of the test, a little lower: a p equal to it is not small enough, whatever its last digits are."""
    return (1 - confidence) * (1 - ROUNDING)


def _fewest_missed_below_target(found: int, target: float) -> int:
    """The fewest missed records with which the target is missed."""
    # r/(r + M) < target. The closed form is rounded either way where r/target is whole, so it is only a start below.
    missed = max(1, int(found / target) - found)
    while found / (found + missed) >= target:
        missed += 1
    return missed


def _largest_not_rejected(p_if_missed: Callable[[int], float], unread: int, alpha: float) -> int:
    """The upper confidence limit of missed records: the largest number that is not rejected at ``alpha``."""
    # By bisection, as p falls with every further missed record
    low, high = 0, unread
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if p_if_missed(middle) >= alpha else (low, middle - 1)
    return low


def _smallest_tail(urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray) -> float:
    """Return the smallest of many hypergeometric tails. Only those are summed that may be it by their bounds."""
    lower, upper = _tail_bounds(*(values.astype(float) for values in (urn, good, drawn, held)))
    chosen = np.flatnonzero(lower <= upper.min())
    chunk_size = max(1, MAX_TERMS // (int(FAR * held.max() ** 0.5) + 100))
    return min(
        float(_hypergeometric_cdf(urn[chunk], good[chunk], drawn[chunk], held[chunk]).min())
        for chunk in np.split(chosen, range(chunk_size, len(chosen), chunk_size))
    )


def _tail_bounds(
    urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds of P(X ≤ held) for each tail, from one or two of its terms."""
    # Ratios of neighbouring terms t(i − 1)/t(i) shrink on the way down (t is log-concave), so from the last term on the
    # sum is below a geometric series: P ≤ t(x)/(1 − fall). Likewise above x: P ≥ 1 − t(x) rise/(1 − next_rise).
    rest = urn - good - drawn
    possible = rest + held >= 0  # else more others would have been drawn than there are: the tail is 0
    x = np.where(possible, held, np.maximum(0.0, -rest))
    largest = np.exp(_log_choose(good, x) + _log_choose(urn - good, drawn - x) - _log_choose(urn, drawn))
    fall = x * (rest + x) / ((good - x + 1) * (drawn - x + 1))
    rise = (good - x) * (drawn - x) / ((x + 1) * (rest + x + 1))
    next_rise = (good - x - 1) * (drawn - x - 1) / ((x + 2) * (rest + x + 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        high = np.where(fall < 1, np.minimum(largest / (1 - fall), 1.0), 1.0)
        above = np.where(next_rise < 1, largest * rise / (1 - next_rise), 1.0)
    # Slack for rounding: a bound that is too high by a last digit would drop the smallest tail
    low = np.maximum(largest * (1 - ROUNDING), 1 - above - NEAR_ONE)
    return np.where(possible, np.minimum(low, high), 0.0), np.where(possible, high, 0.0)


def _hypergeometric_cdf(urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return P(X ≤ held) for each urn, X the number of good ones among those drawn."""
    # Σ_i C(good, i) C(urn − good, drawn − i)/C(urn, drawn), each term by logarithms: the binomials overflow from urns of
    # about 1000 on. It begins FAR standard deviations below the mean; the variance is at most the mean.
    urn, good, drawn, held = (np.asarray(values, dtype=float)[:, None] for values in (urn, good, drawn, held))
    mean = drawn * good / np.maximum(urn, 1)
    start = np.floor(np.minimum(held, mean) - FAR * np.sqrt(mean) - FAR)
    start = np.maximum(start, np.maximum(0, drawn - (urn - good)))
    i = start + np.arange(max(int((held - start).max()) + 1, 1))[None, :]
    possible = (i <= held) & (i <= good)
    # Elsewhere any valid i: the term is dropped, but the gammaln of a negative number would be a pole or NaN
    i = np.where(possible, i, np.minimum(start, np.minimum(good, drawn)))
    terms = np.exp(_log_choose(good, i) + _log_choose(urn - good, drawn - i) - _log_choose(urn, drawn))
    return np.minimum(np.where(possible, terms, 0.0).sum(axis=1), 1.0)


def _log_choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
