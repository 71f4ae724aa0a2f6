"""Effect sizes and their sampling variances, from what studies report."""

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
    """Compute each study's effect size and its sampling variance.

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
    inputs = [_column(columns, names) for names in NEEDS[measure]]
    with np.errstate(all="ignore"):  # what is not finite is told by study below
        y, v = _MEASURES[measure](*inputs)
    invalid = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if invalid.any():
        raise MethodError("effect_not_finite", study=int(invalid.argmax()) + 1)
    return y, v


def _column(columns: Columns, names: tuple[str, ...]) -> np.ndarray:
    name_given = next((name for name in names if name in columns), None)
    if name_given is None:
        raise MethodError("effect_column_missing", column=" / ".join(names))
    return np.asarray(columns[name_given], float)


def _add_half_to_empty_cells(*cells: np.ndarray) -> tuple[np.ndarray, ...]:
    """Add a half to all cells of a study that has an empty one; NaN where a count is below 0."""
    # To all four, not only the empty one, which would bias the ratio; other studies keep their counts unchanged
    invalid = np.any([cell < 0 for cell in cells], axis=0)
    increment = np.any([cell == 0 for cell in cells], axis=0) * 0.5
    return tuple(np.where(invalid, np.nan, cell + increment) for cell in cells)


def _risk_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _add_half_to_empty_cells(a, b, c, d)
    # Var(log RR) = 1/a − 1/n₁ + 1/c − 1/n₂, by the delta method
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _odds_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _add_half_to_empty_cells(a, b, c, d)
    # Var(log OR) = 1/a + 1/b + 1/c + 1/d (Woolf)
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def _risk_difference(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Effects:
    a, b, c, d = _add_half_to_empty_cells(a, b, c, d)
    p1, p2 = a / (a + b), c / (c + d)
    return p1 - p2, p1 * (1 - p1) / (a + b) + p2 * (1 - p2) / (c + d)


def _mean_difference(
    n1: np.ndarray, m1: np.ndarray, sd1: np.ndarray, n2: np.ndarray, m2: np.ndarray, sd2: np.ndarray
) -> Effects:
    return m1 - m2, sd1**2 / n1 + sd2**2 / n2


def _standardised_mean_difference(
    n1: np.ndarray, m1: np.ndarray, sd1: np.ndarray, n2: np.ndarray, m2: np.ndarray, sd2: np.ndarray
) -> Effects:
    # g = J d; Var = 1/n₁ + 1/n₂ + g²/(2 (n₁ + n₂)), with g and not d in it: metafor's "LS". Other software takes d, or J² times
    # the variance of d, and differs by a few per cent in small studies.
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    g = hedges_correction(df) * (m1 - m2) / pooled
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def hedges_correction(df: np.ndarray) -> np.ndarray:
    """Return the factor that makes a standardised difference unbiased in small samples (Hedges 1981, exact)."""
    # J(m) = Γ(m/2) / (√(m/2) Γ((m − 1)/2)), near 1 − 3/(4m − 1). By logarithms: Γ overflows from m = 344 on.
    return np.exp(gammaln(df / 2) - 0.5 * np.log(df / 2) - gammaln((df - 1) / 2))


def _logit_share(x: np.ndarray, m: np.ndarray) -> Effects:
    x, m = _add_half_to_empty_cells(x, m)
    return np.log(x / m), 1 / x + 1 / m


def _correlation(r: np.ndarray, n: np.ndarray) -> Effects:
    r = np.where(np.abs(r) < 1, r, np.nan)
    return r, (1 - r**2) ** 2 / (n - 1)


def _fisher_z(r: np.ndarray, n: np.ndarray) -> Effects:
    # z = artanh r, whose variance 1/(n − 3) does not depend on r; 3 people or fewer have none and are refused
    return np.arctanh(np.where(np.abs(r) < 1, r, np.nan)), 1 / (n - 3)


def _given_effects(y: np.ndarray, v: np.ndarray) -> Effects:
    return y, v


_MEASURES: dict[str, Callable[..., Effects]] = {
    "RR": _risk_ratio,
    "OR": _odds_ratio,
    "RD": _risk_difference,
    "MD": _mean_difference,
    "SMD": _standardised_mean_difference,
    "PLO": _logit_share,
    "COR": _correlation,
    "ZCOR": _fisher_z,
    "GIVEN": _given_effects,
}
