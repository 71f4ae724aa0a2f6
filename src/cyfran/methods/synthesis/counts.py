"""Pooling of counts with rare events: no logarithms of single studies, and so no continuity correction."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain, provenance
from cyfran.methods.synthesis.effects import effect_sizes
from cyfran.methods.synthesis.pooling import LEVEL, VERSION, Interval, Q

COUNT_METHODS = ("MH", "PETO")
CELLS = ("ai", "bi", "ci", "di")
Table = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class PooledCounts:
    """One common effect: a logarithm for ``RR`` and ``OR``. ``k`` leaves out studies that are not informative."""

    k: int
    measure: str
    estimator: str
    estimate: float
    se: float
    ci: Interval
    p: float
    q: Q
    input_sha256: str

    def to_dict(self) -> dict:
        """Plain values, with how they were made."""
        options = {"method": self.estimator, "measure": self.measure}
        return as_plain(self) | {"method": provenance("synthesis", VERSION, options, None, self.input_sha256)}


def pool_counts(columns: Mapping[str, np.ndarray], measure: str, *, method: str = "MH") -> PooledCounts:
    """Pool counts of two groups by Mantel and Haenszel or by Peto.

    It answers: what is the common effect, where so few events happened that a single study's ratio means little.

    Parameters
    ----------
    columns
        Events and non-events of both groups by name (``ai, bi, ci, di``), one value for each study, whole numbers from 0.
    measure
        ``RR``, ``OR`` or ``RD``; by Peto only ``OR``.
    method
        ``MH`` or ``PETO``. Peto's is right for rare events, groups of like size and small effects; elsewhere it is biased.

    Returns
    -------
    PooledCounts
        Intervals of 95 % by the normal distribution. ``q`` compares each study's own effect (with halves added where a cell is
        0) with the common one.

    Raises
    ------
    MethodError
        ``method_needs_counts`` (``method``) for another measure; ``effect_column_missing`` (``column``); ``studies_differ``
        where columns are not equally long; ``too_few_studies`` without any; ``effect_not_finite`` (``study``) for counts that
        cannot be; ``too_few_events`` where nothing happened in one of the groups of any study, or in all.

    Notes
    -----
    Mantel and Haenszel 1959; variances of Greenland and Robins 1985 (RR), Robins, Breslow and Greenland 1986 (OR), Sato 1989
    (RD); Yusuf, Peto et al. 1985. Linear in the number of studies.

    Examples
    --------
    >>> few = {"ai": [1, 0], "bi": [99, 50], "ci": [4, 2], "di": [96, 48]}
    >>> round(pool_counts(few, "RR").estimate, 3)
    -1.792
    """
    if method not in COUNT_METHODS or measure not in (
        ("OR",) if method == "PETO" else tuple(MANTEL_HAENSZEL)
    ):
        raise MethodError("method_needs_counts", method=method)
    a, b, c, d = _table(columns)
    invalid = (
        ~np.isfinite(a + b + c + d) | (np.minimum.reduce([a, b, c, d]) < 0) | (a + b <= 0) | (c + d <= 0)
    )
    if invalid.any():
        raise MethodError("effect_not_finite", study=int(invalid.argmax()) + 1)
    # Sums of floats depend on their order: sorted, the same studies give the same bytes
    order = np.lexsort((d, c, b, a))
    a, b, c, d = (column[order] for column in (a, b, c, d))
    estimate, se = _peto(a, b, c, d) if method == "PETO" else MANTEL_HAENSZEL[measure](a, b, c, d)
    if not (np.isfinite(estimate) and np.isfinite(se) and se > 0):
        raise MethodError("too_few_events")
    # Studies without events add 0 to all sums above, but with halves added would count in Q and its degrees of freedom
    informative = INFORMATIVE[measure](a + c, b + d)
    informative_table = tuple(column[informative] for column in (a, b, c, d))
    y, v = _study_effects(informative_table, measure, method)
    value, df = float((((y - estimate) ** 2) / v).sum()), len(y) - 1
    half_width = float(ndtri(0.5 + LEVEL / 2)) * se
    digest = hashlib.sha256(
        b"".join(np.ascontiguousarray(column, "<f8").tobytes() for column in (a, b, c, d))
    )
    return PooledCounts(
        k=len(y),
        measure=measure,
        estimator=method,
        estimate=estimate,
        se=se,
        ci=(estimate - half_width, estimate + half_width),
        p=2 * float(ndtr(-abs(estimate / se))),
        q=Q(value, df, float(chdtrc(df, value)) if df else 1.0),
        input_sha256=digest.hexdigest(),
    )


def _table(columns: Mapping[str, np.ndarray]) -> Table:
    missing = [name for name in CELLS if name not in columns]
    if missing:
        raise MethodError("effect_column_missing", column=missing[0])
    a, b, c, d = (np.asarray(columns[name], float) for name in CELLS)
    if len({a.shape, b.shape, c.shape, d.shape}) > 1:
        raise MethodError("studies_differ")
    if not len(a):
        raise MethodError("too_few_studies", k=0, needed=1)
    return a, b, c, d


def _study_effects(table: Table, measure: str, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Each study's own effect and variance."""
    if method == "PETO":
        observed, variance = _observed_minus_expected(*table)
        return observed / variance, 1 / variance
    return effect_sizes(dict(zip(CELLS, table, strict=True)), measure)


def _risk_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple[float, float]:
    # RR = R/S, R = Σ a n₂/n, S = Σ c n₁/n; Var(log RR) = Σ (n₁ n₂ (a + c) − a c n)/n² / (R S) (Greenland and Robins 1985)
    n1, n2 = a + b, c + d
    n = n1 + n2
    numerator, denominator = float((a * n2 / n).sum()), float((c * n1 / n).sum())
    if not (numerator > 0 and denominator > 0):
        raise MethodError("too_few_events")
    variance = float(((n1 * n2 * (a + c) - a * c * n) / n**2).sum()) / (numerator * denominator)
    return float(np.log(numerator / denominator)), float(np.sqrt(variance))


def _odds_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple[float, float]:
    # OR = R/S of R_i = a d/n, S_i = b c/n; with P = (a + d)/n, Q = (b + c)/n (Robins, Breslow and Greenland 1986)
    # Var(log OR) = Σ P R_i/(2 R²) + Σ (P S_i + Q R_i)/(2 R S) + Σ Q S_i/(2 S²): right for many small and for few large strata
    n = a + b + c + d
    p, q = (a + d) / n, (b + c) / n
    numerators, denominators = a * d / n, b * c / n
    r, s = float(numerators.sum()), float(denominators.sum())
    if not (r > 0 and s > 0):
        raise MethodError("too_few_events")
    variance = (
        float((p * numerators).sum()) / r**2
        + float((p * denominators + q * numerators).sum()) / (r * s)
        + float((q * denominators).sum()) / s**2
    ) / 2
    return float(np.log(r / s)), float(np.sqrt(variance))


def _risk_difference(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple[float, float]:
    # δ = Σ (a n₂ − c n₁)/n / W, W = Σ n₁ n₂/n; Var = (δ Σ P_i + Σ Q_i)/W² (Sato 1989)
    n1, n2 = a + b, c + d
    share1, share2 = n1 / (n1 + n2), n2 / (n1 + n2)
    weight = float((n1 * share2).sum())
    estimate = float((a * share2 - c * share1).sum()) / weight
    p = float((c * share1**2 - a * share2**2 + share1 * share2 * (n2 - n1) / 2).sum())
    q = float(((a * (n2 - c) + c * (n1 - a)) / (n1 + n2)).sum()) / 2
    return estimate, float(np.sqrt((estimate * p + q) / weight**2))


def _peto(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple[float, float]:
    # log OR = Σ (O − E)/Σ V, se = (Σ V)^−½: a one-step estimate from OR = 1, hence biased for large effects
    observed, variance = _observed_minus_expected(a, b, c, d)
    total = float(variance.sum())
    if total <= 0:
        raise MethodError("too_few_events")
    return float(observed.sum()) / total, total**-0.5


def _observed_minus_expected(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """O − E of events in the first group, and the hypergeometric variance V with the margins of the table fixed."""
    # E = m n₁/n, V = n₁ n₂ m (n − m)/(n² (n − 1)) for m events of n
    n1, n2, events = a + b, c + d, a + c
    n = n1 + n2
    return a - events * n1 / n, n1 * n2 * events * (n - events) / (n**2 * np.maximum(n - 1, 1))


# Not informative: for a ratio of risks a study without events, for odds also one with nothing but events
INFORMATIVE: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "RR": lambda events, others: events > 0,
    "OR": lambda events, others: (events > 0) & (others > 0),
    "RD": lambda events, others: events >= 0,
}
MANTEL_HAENSZEL: dict[str, Callable[..., tuple[float, float]]] = {
    "RR": _risk_ratio,
    "OR": _odds_ratio,
    "RD": _risk_difference,
}
