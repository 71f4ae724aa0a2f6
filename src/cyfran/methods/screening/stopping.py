"""When reading may stop, and what that leaves unread: a statement that can be defended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from cyfran.methods.errors import MethodError

AT_A_TIME = 1 << 21  # terms of tails
FAR = 12.0  # standard deviations, and no variance is above the mean
ROUNDING, NEAR_ONE = 1e-9, 1e-6


@dataclass(frozen=True)
class Stopping:
    """What may be said after so much reading.

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
    found: Sequence[bool] | np.ndarray, records: int, *, target: float = 0.95, confidence: float = 0.95
) -> Stopping:
    """Ask whether enough was read, after reading in an order that brings likely records first.

    For every stretch at the end of the reading it asks: had this stretch been drawn at random from what was unread before it, how
    likely would it hold so few relevant records if the target was missed? The least of these answers is ``p``. A ranked order
    brings more relevant records than a random one, so this errs on the side of reading on.

    Parameters
    ----------
    found
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
    found = np.asarray(found, dtype=bool)
    read = len(found)
    if read > records:
        raise MethodError("more_read_than_there_are", read=read, records=records)
    places = np.flatnonzero(found)
    relevant, unread, doubt = len(places), records - read, _doubt(confidence)
    starts = np.concatenate([[0], places + 1])
    lengths, held = read - starts, relevant - np.arange(relevant + 1)
    begun = (lengths > 0) | (unread == 0)
    lengths, held = lengths[begun], held[begun]

    def how_likely(missed: int) -> float:
        """The least answer, were so many relevant records unread."""
        if not len(lengths):
            return 1.0
        return _least(unread + lengths, held + missed, lengths, held)

    short = _too_many(relevant, target)
    p = how_likely(short) if short <= unread else 0.0
    missed = _most(how_likely, unread, doubt)
    recall = relevant / (relevant + missed) if relevant + missed else 1.0
    return Stopping(records, read, relevant, target, confidence, p, bool(p < doubt), missed, recall)


def missed_in_sample(drawn: int, found: int, unread: int, *, confidence: float = 0.95) -> int:
    """How many relevant records may be unread, at most, after reading a random sample of what was unread.

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

    def how_likely(missed: int) -> float:
        one = np.array
        return float(_tails(one([unread + drawn]), one([found + missed]), one([drawn]), one([found]))[0])

    return _most(how_likely, unread, _doubt(confidence))


def _doubt(confidence: float) -> float:
    """A chance exactly as small as allowed is not small enough, whatever the last digits of a sum of logarithms say."""
    return (1 - confidence) * (1 - ROUNDING)


def _too_many(relevant: int, target: float) -> int:
    """The fewest missed records with which the target is missed."""
    missed = max(1, int(relevant / target) - relevant)
    while relevant / (relevant + missed) >= target:
        missed += 1
    return missed


def _most(how_likely: Callable[[int], float], unread: int, doubt: float) -> int:
    """The most missed records that cannot be ruled out; the more were missed, the less likely."""
    low, high = 0, unread
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if how_likely(middle) >= doubt else (low, middle - 1)
    return low


def _least(urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray) -> float:
    """The least of many tails. Bounds tell which few may be the least, and only these are summed."""
    low, high = _bounds(*(one.astype(float) for one in (urn, good, drawn, held)))
    chosen = np.flatnonzero(low <= high.min())
    at_a_time = max(1, AT_A_TIME // (int(FAR * held.max() ** 0.5) + 100))
    return min(
        float(_tails(urn[some], good[some], drawn[some], held[some]).min())
        for some in np.split(chosen, range(at_a_time, len(chosen), at_a_time))
    )


def _bounds(
    urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Between which each tail lies: terms fall off faster than a geometric series on either side of the largest."""
    rest = urn - good - drawn
    there = rest + held >= 0  # else more others would have been drawn than there are: the tail is 0
    h = np.where(there, held, np.maximum(0.0, -rest))
    last = np.exp(_choose(good, h) + _choose(urn - good, drawn - h) - _choose(urn, drawn))
    fall = h * (rest + h) / ((good - h + 1) * (drawn - h + 1))
    rise = (good - h) * (drawn - h) / ((h + 1) * (rest + h + 1))
    further = (good - h - 1) * (drawn - h - 1) / ((h + 2) * (rest + h + 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        high = np.where(fall < 1, np.minimum(last / (1 - fall), 1.0), 1.0)
        above = np.where(further < 1, last * rise / (1 - further), 1.0)
    low = np.maximum(
        last * (1 - ROUNDING), 1 - above - NEAR_ONE
    )  # near 1 little is left of digits far behind the point
    return np.where(there, np.minimum(low, high), 0.0), np.where(there, high, 0.0)


def _tails(urn: np.ndarray, good: np.ndarray, drawn: np.ndarray, held: np.ndarray) -> np.ndarray:
    """P(at most ``held`` good ones among so many drawn from an urn), each. Terms far below the middle are too small to count."""
    urn, good, drawn, held = (np.asarray(one, dtype=float)[:, None] for one in (urn, good, drawn, held))
    middle = drawn * good / np.maximum(urn, 1)
    begin = np.floor(np.minimum(held, middle) - FAR * np.sqrt(middle) - FAR)
    begin = np.maximum(begin, np.maximum(0, drawn - (urn - good)))
    i = begin + np.arange(max(int((held - begin).max()) + 1, 1))[None, :]
    possible = (i <= held) & (i <= good)
    i = np.where(possible, i, np.minimum(begin, np.minimum(good, drawn)))
    terms = np.exp(_choose(good, i) + _choose(urn - good, drawn - i) - _choose(urn, drawn))
    return np.minimum(np.where(possible, terms, 0.0).sum(axis=1), 1.0)


def _choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
