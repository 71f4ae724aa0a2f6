"""Random-effects meta-analysis and meta-regression: mean effect, intervals and heterogeneity."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain, provenance
from cyfran.methods.synthesis.heterogeneity import (
    ESTIMATORS,
    fit_regression,
    generalised_q,
    log_likelihood,
    tau_squared,
    traces,
)

METHODS = ("EE", *ESTIMATORS)
LEVEL = 0.95
LEAST_QUADRATIC = 1e-20  # of Q: below, all effects are the same but for rounding
VERSION = "1.0"
Interval = tuple[float, float]


@dataclass(frozen=True)
class Coefficient:
    """An effect, or by how much it changes with a moderator; ``df`` is empty where the test is normal."""

    name: str
    estimate: float
    se: float
    statistic: float
    df: int | None
    p: float
    ci: Interval


@dataclass(frozen=True)
class Q:
    """Cochran's test of heterogeneity: whether effects differ more than chance makes them."""

    value: float
    df: int
    p: float


@dataclass(frozen=True)
class Synthesis:
    """``i2`` and ``r2`` are percentages. Without moderators ``estimate`` is the mean effect; with them there is none."""

    k: int
    estimator: str
    knapp_hartung: bool
    estimate: float | None
    se: float | None
    ci: Interval | None
    prediction_interval: Interval | None
    tau2: float
    tau2_ci: Interval
    i2: float
    h2: float
    q: Q
    coefficients: tuple[Coefficient, ...]
    r2: float | None
    log_likelihood: float
    input_sha256: str

    def to_dict(self) -> dict:
        """Plain values, the same for the same studies in any order, with how they were made."""
        options = {
            "method": self.estimator,
            "knapp_hartung": self.knapp_hartung,
            "moderators": [coefficient.name for coefficient in self.coefficients[1:]],
        }
        method = provenance("synthesis", VERSION, options, None, self.input_sha256)
        return as_plain(self) | {"method": method}


@dataclass(frozen=True)
class Pooled:
    """Many meta-analyses, one value each."""

    estimate: np.ndarray
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    predicted_low: np.ndarray
    predicted_high: np.ndarray
    tau2: np.ndarray
    i2: np.ndarray
    q: np.ndarray


def synthesise(
    effects: np.ndarray,
    variances: np.ndarray,
    *,
    method: str = "REML",
    knapp_hartung: bool = True,
    moderators: Mapping[str, np.ndarray] | None = None,
) -> Synthesis:
    """Pool the effects of studies, or regress them on moderators.

    It answers: what is the effect on the whole, how sure is that, and what may a new place expect.

    Parameters
    ----------
    effects, variances
        One value for each study, shape (k,), on one scale; variances above 0. Missing values are not allowed.
    method
        How tau², the variance of true effects, is estimated: ``REML``, ``ML``, ``PM`` (Paule and Mandel), ``DL``
        (DerSimonian and Laird), ``HE`` (Hedges), ``SJ`` (Sidik and Jonkman); ``EE`` takes it to be 0.
    knapp_hartung
        Scale the interval by how far the studies are from the fit, and use t: advisable with few studies. Not used with
        ``EE``, nor where all effects are the same to the last digit.
    moderators
        Numbers by name, each of shape (k,): a meta-regression with an intercept.

    Returns
    -------
    Synthesis
        Intervals are of 95 %. The prediction interval is where the true effect of a new study like these is expected, by t with
        k - 1 degrees of freedom where ``knapp_hartung`` is used, else normal. The interval of tau² is by the Q profile.

    Raises
    ------
    MethodError
        ``method_unknown``, ``too_few_studies`` (``k``, ``needed``), ``studies_differ``, ``effect_not_finite`` (``study``),
        ``moderators_not_separate``: one of them follows from the others.

    Notes
    -----
    Viechtbauer 2005 and 2007 (estimators, Q profile), Knapp and Hartung 2003, Higgins, Thompson and Spiegelhalter 2009
    (prediction). Likelihoods are climbed by Newton's or Fisher's steps, halved where they would fall, so they always end;
    linear in k for each of some ten steps. Where a likelihood has two hills, one of them at 0, the higher counts.

    Examples
    --------
    >>> pooled = synthesise(np.array([0.1, 0.3, 0.35, 0.6]), np.array([0.04, 0.03, 0.05, 0.02]))
    >>> round(pooled.estimate, 3), [round(end, 3) for end in pooled.ci]
    (0.364, [0.022, 0.707])
    """
    y, v = _validate_effects(effects, variances)
    names, design = _design_matrix(len(y), moderators or {})
    _validate_model(method, design)
    y, v, design = _sort_studies(y, v, design)
    fingerprint = _input_digest(names, y, v, design)
    method = method if len(y) > 1 else "EE"
    y, v, k, p = y[None], v[None], *design.shape
    tau2 = tau_squared(y, v, design, method)
    fitted = fit_regression(y, design, 1 / (v + tau2[:, None]))
    scale, df = _knapp_hartung_scale(fitted.quadratic(), k - p, knapp_hartung and method != "EE")
    covariance = fitted.inverse[0] * scale[0]
    coefficients = tuple(
        _build_coefficient(name, float(b), float(np.sqrt(c)), df)
        for name, b, c in zip(names, fitted.beta[0], np.diag(covariance), strict=True)
    )
    # Q, and the typical sampling variance s² = (k − p)/tr P of I² = tau²/(tau² + s²), are taken at tau² = 0
    fixed = fit_regression(y, design, 1 / v)
    q = float(fixed.quadratic()[0])
    typical_variance = float((k - p) / traces(fixed, design)[0][0]) if k > p else 0.0
    i2, h2 = _i2_and_h2(float(tau2[0]), typical_variance, q, k - p, method)
    mean = coefficients[0] if p == 1 else None
    return Synthesis(
        k=k,
        estimator=method,
        knapp_hartung=df is not None,
        estimate=mean.estimate if mean else None,
        se=mean.se if mean else None,
        ci=mean.ci if mean else None,
        prediction_interval=_prediction_interval(mean, float(tau2[0]), df)
        if mean and method != "EE"
        else None,
        tau2=float(tau2[0]),
        tau2_ci=_tau2_interval(y, v, design) if method != "EE" else (0.0, 0.0),
        i2=i2,
        h2=h2,
        q=Q(q, k - p, float(chdtrc(k - p, q)) if k > p else 1.0),
        coefficients=coefficients,
        r2=_r2(y, v, float(tau2[0]), method) if p > 1 and method != "EE" else None,
        log_likelihood=float(log_likelihood(y, v, design, tau2, restricted=method not in ("ML", "EE"))[0]),
        input_sha256=fingerprint,
    )


def pool_many(
    effects: np.ndarray, variances: np.ndarray, *, method: str = "REML", knapp_hartung: bool = True
) -> Pooled:
    """Pool many meta-analyses of as many studies at once: for leaving out one, for simulations.

    Parameters
    ----------
    effects, variances
        Shape (number of meta-analyses, k), as in ``synthesise``.
    method, knapp_hartung
        As in ``synthesise``.

    Returns
    -------
    Pooled
        Arrays with one value for each. Errors and complexity are those of ``synthesise``.

    Examples
    --------
    >>> both = pool_many(np.array([[0.1, 0.3, 0.6], [0.2, 0.2, 0.2]]), np.full((2, 3), 0.04), method="DL")
    >>> both.tau2.round(4).tolist()
    [0.0233, 0.0]
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if y.shape != v.shape or y.ndim != 2:
        raise MethodError("studies_differ")
    invalid = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if invalid.any():
        raise MethodError("effect_not_finite", study=int(invalid.any(axis=0).argmax()) + 1)
    design = np.ones((y.shape[1], 1))
    _validate_model(method, design)
    tau2 = tau_squared(y, v, design, method)
    fitted = fit_regression(y, design, 1 / (v + tau2[:, None]))
    scale, df = _knapp_hartung_scale(fitted.quadratic(), y.shape[1] - 1, knapp_hartung and method != "EE")
    estimate, se = fitted.beta[:, 0], np.sqrt(fitted.inverse[:, 0, 0] * scale)
    # The same equations as in synthesise, for all meta-analyses at once; a test holds them equal
    critical, prediction_se = _critical_value(df), np.sqrt(se**2 + tau2)
    fixed = fit_regression(y, design, 1 / v)
    typical_variance = (y.shape[1] - 1) / traces(fixed, design)[0]
    return Pooled(
        estimate,
        se,
        estimate - critical * se,
        estimate + critical * se,
        _p_value(estimate / se, df),
        estimate - critical * prediction_se,
        estimate + critical * prediction_se,
        tau2,
        100 * tau2 / (tau2 + typical_variance),
        fixed.quadratic(),
    )


def _validate_effects(effects: np.ndarray, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if y.ndim != 1 or y.shape != v.shape:
        raise MethodError("studies_differ")
    invalid = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if invalid.any():
        raise MethodError("effect_not_finite", study=int(invalid.argmax()) + 1)
    return y, v


def _sort_studies(
    y: np.ndarray, v: np.ndarray, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort studies, so that the same studies in another order give the same sums and the same digest."""
    order = np.lexsort((*design.T[::-1], v, y))
    return y[order], v[order], design[order]


def _input_digest(names: list[str], y: np.ndarray, v: np.ndarray, design: np.ndarray) -> str:
    digest = hashlib.sha256("\n".join(names).encode() + b"\0")
    for array in (y, v, design):
        digest.update(np.ascontiguousarray(array, "<f8").tobytes())
    return digest.hexdigest()


def _design_matrix(k: int, moderators: Mapping[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    columns = [np.ones(k)]
    for values in moderators.values():
        column = np.asarray(values, float)
        if column.shape != (k,):
            raise MethodError("studies_differ")
        if not np.isfinite(column).all():
            raise MethodError("effect_not_finite", study=int((~np.isfinite(column)).argmax()) + 1)
        columns.append(column)
    return ["intercept", *moderators], np.column_stack(columns)


def _validate_model(method: str, design: np.ndarray) -> None:
    if method not in METHODS:
        raise MethodError("method_unknown", method=method, known=", ".join(METHODS))
    k, p = design.shape
    if k <= p and not k == p == 1:  # a single study is its own result
        raise MethodError("too_few_studies", k=k, needed=p + 1)
    if np.linalg.matrix_rank(design) < p:
        raise MethodError("moderators_not_separate")


def _knapp_hartung_scale(
    quadratic: np.ndarray, df: int, knapp_hartung: bool
) -> tuple[np.ndarray, int | None]:
    """Return the factor on the variances of coefficients, and the degrees of freedom of t (None: normal)."""
    # Knapp and Hartung 2003: Q(tau²)/(k − p), the mean square of weighted residuals. Not truncated at 1 (the "ad hoc"
    # variant), so intervals may also become narrower. Where all effects are equal it would be 0.
    if not knapp_hartung:
        return np.ones_like(quadratic), None
    return np.where(quadratic > LEAST_QUADRATIC, quadratic / df, 1.0), df


def _critical_value(df: int | None) -> float:
    quantile = 0.5 + LEVEL / 2
    return float(ndtri(quantile) if df is None else stdtrit(df, quantile))


def _p_value(statistic: np.ndarray, df: int | None) -> np.ndarray:
    lower_tail = -np.abs(statistic)  # 2 F(−|t|), as 2 (1 − F(|t|)) loses its digits where p is small
    return 2 * (ndtr(lower_tail) if df is None else stdtr(df, lower_tail))


def _build_coefficient(name: str, estimate: float, se: float, df: int | None) -> Coefficient:
    statistic, half_width = estimate / se, _critical_value(df) * se
    p = float(_p_value(np.array(statistic), df))
    return Coefficient(name, estimate, se, statistic, df, p, (estimate - half_width, estimate + half_width))


def _prediction_interval(mean: Coefficient, tau2: float, df: int | None) -> Interval:
    # μ ± t √(se² + tau²), with the df of the interval of μ as in metafor; Higgins, Thompson and Spiegelhalter take k − 2
    half_width = _critical_value(df) * float(np.sqrt(mean.se**2 + tau2))
    return mean.estimate - half_width, mean.estimate + half_width


def _i2_and_h2(tau2: float, typical_variance: float, q: float, df: int, method: str) -> tuple[float, float]:
    """Return I² (a percentage) and H²: how much of the variance between effects is not chance; with ``EE`` by Q alone."""
    # From tau², as Cochrane's reviews do; it is (Q − df)/Q only with DL, where the two definitions are the same
    if method == "EE":
        return max(0.0, 100 * (q - df) / q) if q > 0 and df else 0.0, q / df if df else 1.0
    return 100 * tau2 / (tau2 + typical_variance), tau2 / typical_variance + 1


def _tau2_interval(y: np.ndarray, v: np.ndarray, design: np.ndarray) -> Interval:
    """The 95 % Q-profile interval of tau² (Viechtbauer 2007)."""
    # Q(tau²) is χ² with k − p degrees of freedom at the true tau². It falls in tau², so the upper quantile gives the lower
    # end; both ends are 0 where even Q(0) is below the lower quantile.
    df = design.shape[0] - design.shape[1]
    quantiles = chdtri(df, np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    low, high = (float(generalised_q(y, v, design, np.array([quantile]))[0]) for quantile in quantiles)
    return low, high


def _r2(y: np.ndarray, v: np.ndarray, tau2: float, method: str) -> float | None:
    """Return the percentage of tau² that the moderators explain, against the model without them; None where there is none."""
    total = float(tau_squared(y, v, np.ones((y.shape[1], 1)), method)[0])
    return max(0.0, 100 * (total - tau2) / total) if total > 0 else None
