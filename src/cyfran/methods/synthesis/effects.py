"""From what studies report to an effect and its variance."""

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import gammaln

from cyfran.methods.errors import MethodError

Columns = Mapping[str, np.ndarray]
Effects = tuple[np.ndarray, np.ndarray]

# What a measure needs, each by any of the names it is known by: those of metafor, and plainer ones
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "RR": (("ai", "tpos"), ("bi", "tneg"), ("ci", "cpos"), ("di", "cneg")),
    "OR": (("ai", "tpos"), ("bi", "tneg"), ("ci", "cpos"), ("di", "cneg")),
    "RD": (("ai", "tpos"), ("bi", "tneg"), ("ci", "cpos"), ("di", "cneg")),
    "MD": (("n1i",), ("m1i",), ("sd1i",), ("n2i",), ("m2i",), ("sd2i",)),
    "SMD": (("n1i",), ("m1i",), ("sd1i",), ("n2i",), ("m2i",), ("sd2i",)),
    "PLO": (("xi",), ("mi",)),
    "COR": (("ri",), ("ni",)),
    "ZCOR": (("ri",), ("ni",)),
    "GIVEN": (("yi",), ("vi",)),
}


def effect_sizes(columns: Columns, measure: str) -> Effects:
    """Work out each study's effect and its sampling variance.

    It answers: what each study found, on one scale, and how exactly.

    Parameters
    ----------
    columns
        By name, one value for each study. ``RR``, ``OR``, ``RD``: events and non-events of both groups (``ai, bi, ci, di`` or
        ``tpos, tneg, cpos, cneg``). ``MD``, ``SMD``: size, mean and standard deviation of both groups (``n1i, m1i, sd1i``,
        ``n2i, m2i, sd2i``). ``PLO``: events and non-events (``xi, mi``). ``COR``, ``ZCOR``: correlation and size (``ri, ni``).
        ``GIVEN``: effect and variance (``yi, vi``). Missing values are not allowed.
    measure
        ``RR`` and ``OR`` give logarithms, ``SMD`` the standardised difference with Hedges' exact correction, ``PLO`` the logit.

    Returns
    -------
    tuple of numpy.ndarray
        Effects and variances, ``float64``, shape (k,).

    Raises
    ------
    MethodError
        ``measure_unknown``, ``effect_column_missing`` (``column``), ``effect_not_finite`` (``study``, from 1): a missing value,
        a count below 0, a correlation beyond 1, a group of one.

    Notes
    -----
    Where a cell of counts is 0, a half is added to all cells of that study. Variances are those of large samples (Viechtbauer
    2010, Journal of Statistical Software 36(3)). Linear in the number of studies.

    Examples
    --------
    >>> y, v = effect_sizes({"ai": [4], "bi": [119], "ci": [11], "di": [128]}, "RR")
    >>> float(y[0].round(4)), float(v[0].round(4))
    (-0.8893, 0.3256)
    """
    if measure not in NEEDS:
        raise MethodError("measure_unknown", measure=measure, known=", ".join(NEEDS))
    given = [_column(columns, names) for names in NEEDS[measure]]
    with np.errstate(all="ignore"):
        y, v = _MEASURES[measure](*given)
    wrong = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if wrong.any():
        raise MethodError("effect_not_finite", study=int(wrong.argmax()) + 1)
    return y, v


def _column(columns: Columns, names: tuple[str, ...]) -> np.ndarray:
    found = next((name for name in names if name in columns), None)
    if found is None:
        raise MethodError("effect_column_missing", column=" / ".join(names))
    return np.asarray(columns[found], float)


def _half_added(*cells: np.ndarray) -> tuple[np.ndarray, ...]:
    """A half in all cells of a study that has an empty one; below 0 there is no count."""
    wrong = np.any([cell < 0 for cell in cells], axis=0)
    added = np.any([cell == 0 for cell in cells], axis=0) * 0.5
    return tuple(np.where(wrong, np.nan, cell + added) for cell in cells)


def _risk_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _half_added(a, b, c, d)
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _odds_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _half_added(a, b, c, d)
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def _risk_difference(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _half_added(a, b, c, d)
    one, two = a / (a + b), c / (c + d)
    return one - two, one * (1 - one) / (a + b) + two * (1 - two) / (c + d)


def _mean_difference(
    n1: np.ndarray, m1: np.ndarray, sd1: np.ndarray, n2: np.ndarray, m2: np.ndarray, sd2: np.ndarray
) -> Effects:
    return m1 - m2, sd1**2 / n1 + sd2**2 / n2


def _standardised(
    n1: np.ndarray, m1: np.ndarray, sd1: np.ndarray, n2: np.ndarray, m2: np.ndarray, sd2: np.ndarray
) -> Effects:
    free = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / free)
    g = hedges_correction(free) * (m1 - m2) / pooled
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def hedges_correction(free: np.ndarray) -> np.ndarray:
    """By how much a standardised difference of few people is too large (Hedges 1981, exact)."""
    return np.exp(gammaln(free / 2) - 0.5 * np.log(free / 2) - gammaln((free - 1) / 2))


def _logit(x: np.ndarray, m: np.ndarray) -> Effects:
    x, m = _half_added(x, m)
    return np.log(x / m), 1 / x + 1 / m


def _correlation(r: np.ndarray, n: np.ndarray) -> Effects:
    r = np.where(np.abs(r) < 1, r, np.nan)
    return r, (1 - r**2) ** 2 / (n - 1)


def _fisher(r: np.ndarray, n: np.ndarray) -> Effects:
    return np.arctanh(np.where(np.abs(r) < 1, r, np.nan)), 1 / (n - 3)


def _given(y: np.ndarray, v: np.ndarray) -> Effects:
    return y, v


_MEASURES: dict[str, Callable[..., Effects]] = {
    "RR": _risk_ratio,
    "OR": _odds_ratio,
    "RD": _risk_difference,
    "MD": _mean_difference,
    "SMD": _standardised,
    "PLO": _logit,
    "COR": _correlation,
    "ZCOR": _fisher,
    "GIVEN": _given,
}
