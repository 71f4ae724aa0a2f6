"""What studies say together: a mean effect with its range, and how much effects differ from place to place."""

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
NO_DIFFERENCE = 1e-20
VERSION = "1.0"
Range = tuple[float, float]


@dataclass(frozen=True)
class Coefficient:
    """An effect, or by how much it changes with a moderator; ``df`` is empty where the test is normal."""

    name: str
    estimate: float
    se: float
    statistic: float
    df: int | None
    p: float
    ci: Range


@dataclass(frozen=True)
class Q:
    """Cochran's test: whether effects differ more than chance makes them."""

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
    ci: Range | None
    prediction_interval: Range | None
    tau2: float
    tau2_ci: Range
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
            "moderators": [one.name for one in self.coefficients[1:]],
        }
        made = provenance("synthesis", VERSION, options, None, self.input_sha256)
        return as_plain(self) | {"method": made}


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
    """Pool the effects of studies, or see how they change with what studies differ in.

    It answers: what is the effect on the whole, how sure is that, and what may a new place expect.

    Parameters
    ----------
    effects, variances
        One value for each study, shape (k,), on one scale; variances above 0. Missing values are not allowed.
    method
        How tau², the variance of true effects, is estimated: ``REML``, ``ML``, ``PM`` (Paule and Mandel), ``DL``
        (DerSimonian and
        Laird), ``HE`` (Hedges), ``SJ`` (Sidik and Jonkman); ``EE`` takes it to be 0.
    knapp_hartung
        Widen the range by how far the studies are from the fit, and use t: advisable with few studies. Not used with
        ``EE``, nor
        where all effects are the same to the last digit.
    moderators
        Numbers by name, each of shape (k,): a meta-regression with an intercept.

    Returns
    -------
    Synthesis
        Ranges are of 95 %. The prediction interval is where the true effect of a new study like these is expected, by t with
        k - 1 degrees of freedom where ``knapp_hartung`` is used, else normal. The range of tau² is by the Q profile.

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
    >>> found = synthesise(np.array([0.1, 0.3, 0.35, 0.6]), np.array([0.04, 0.03, 0.05, 0.02]))
    >>> round(found.estimate, 3), [round(end, 3) for end in found.ci]
    (0.364, [0.022, 0.707])
    """
    y, v = _checked(effects, variances)
    names, design = _design(len(y), moderators or {})
    _check(method, design)
    y, v, design = _sorted(y, v, design)
    fingerprint = _fingerprint(names, y, v, design)
    method = method if len(y) > 1 else "EE"
    y, v, k, p = y[None], v[None], *design.shape
    tau2 = tau_squared(y, v, design, method)
    fitted = fit_regression(y, design, 1 / (v + tau2[:, None]))
    scale, df = _scale(fitted.quadratic(), k - p, knapp_hartung and method != "EE")
    covariance = fitted.inverse[0] * scale[0]
    coefficients = tuple(
        _coefficient(name, float(b), float(np.sqrt(c)), df)
        for name, b, c in zip(names, fitted.beta[0], np.diag(covariance), strict=True)
    )
    own = fit_regression(y, design, 1 / v)
    q = float(own.quadratic()[0])
    typical = float((k - p) / traces(own, design)[0][0]) if k > p else 0.0
    i2, h2 = _shares(float(tau2[0]), typical, q, k - p, method)
    only = coefficients[0] if p == 1 else None
    return Synthesis(
        k=k,
        estimator=method,
        knapp_hartung=df is not None,
        estimate=only.estimate if only else None,
        se=only.se if only else None,
        ci=only.ci if only else None,
        prediction_interval=_predicted(only, float(tau2[0]), df) if only and method != "EE" else None,
        tau2=float(tau2[0]),
        tau2_ci=_tau2_range(y, v, design) if method != "EE" else (0.0, 0.0),
        i2=i2,
        h2=h2,
        q=Q(q, k - p, float(chdtrc(k - p, q)) if k > p else 1.0),
        coefficients=coefficients,
        r2=_explained(y, v, float(tau2[0]), method) if p > 1 and method != "EE" else None,
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
    wrong = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if wrong.any():
        raise MethodError("effect_not_finite", study=int(wrong.any(axis=0).argmax()) + 1)
    design = np.ones((y.shape[1], 1))
    _check(method, design)
    tau2 = tau_squared(y, v, design, method)
    fitted = fit_regression(y, design, 1 / (v + tau2[:, None]))
    scale, df = _scale(fitted.quadratic(), y.shape[1] - 1, knapp_hartung and method != "EE")
    estimate, se = fitted.beta[:, 0], np.sqrt(fitted.inverse[:, 0, 0] * scale)
    reach, spread = _quantile(df), np.sqrt(se**2 + tau2)
    own = fit_regression(y, design, 1 / v)
    typical = (y.shape[1] - 1) / traces(own, design)[0]
    return Pooled(
        estimate,
        se,
        estimate - reach * se,
        estimate + reach * se,
        _p(estimate / se, df),
        estimate - reach * spread,
        estimate + reach * spread,
        tau2,
        100 * tau2 / (tau2 + typical),
        own.quadratic(),
    )


def _checked(effects: np.ndarray, variances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if y.ndim != 1 or y.shape != v.shape:
        raise MethodError("studies_differ")
    wrong = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if wrong.any():
        raise MethodError("effect_not_finite", study=int(wrong.argmax()) + 1)
    return y, v


def _sorted(y: np.ndarray, v: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same studies give the same bytes, in whatever order they come."""
    order = np.lexsort((*design.T[::-1], v, y))
    return y[order], v[order], design[order]


def _fingerprint(names: list[str], y: np.ndarray, v: np.ndarray, design: np.ndarray) -> str:
    digest = hashlib.sha256("\n".join(names).encode() + b"\0")
    for array in (y, v, design):
        digest.update(np.ascontiguousarray(array, "<f8").tobytes())
    return digest.hexdigest()


def _design(k: int, moderators: Mapping[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    columns = [np.ones(k)]
    for values in moderators.values():
        column = np.asarray(values, float)
        if column.shape != (k,):
            raise MethodError("studies_differ")
        if not np.isfinite(column).all():
            raise MethodError("effect_not_finite", study=int((~np.isfinite(column)).argmax()) + 1)
        columns.append(column)
    return ["intercept", *moderators], np.column_stack(columns)


def _check(method: str, design: np.ndarray) -> None:
    if method not in METHODS:
        raise MethodError("method_unknown", method=method, known=", ".join(METHODS))
    k, p = design.shape
    if k <= p and not k == p == 1:  # one study alone says what it says
        raise MethodError("too_few_studies", k=k, needed=p + 1)
    if np.linalg.matrix_rank(design) < p:
        raise MethodError("moderators_not_separate")


def _scale(quadratic: np.ndarray, free: int, knapp_hartung: bool) -> tuple[np.ndarray, int | None]:
    """By how much variances are widened. Where all effects are the same to the last digit, that says nothing."""
    if not knapp_hartung:
        return np.ones_like(quadratic), None
    return np.where(quadratic > NO_DIFFERENCE, quadratic / free, 1.0), free


def _quantile(df: int | None) -> float:
    middle = 0.5 + LEVEL / 2
    return float(ndtri(middle) if df is None else stdtrit(df, middle))


def _p(statistic: np.ndarray, df: int | None) -> np.ndarray:
    below = -np.abs(statistic)
    return 2 * (ndtr(below) if df is None else stdtr(df, below))


def _coefficient(name: str, estimate: float, se: float, df: int | None) -> Coefficient:
    statistic, reach = estimate / se, _quantile(df) * se
    p = float(_p(np.array(statistic), df))
    return Coefficient(name, estimate, se, statistic, df, p, (estimate - reach, estimate + reach))


def _predicted(mean: Coefficient, tau2: float, df: int | None) -> Range:
    reach = _quantile(df) * float(np.sqrt(mean.se**2 + tau2))
    return mean.estimate - reach, mean.estimate + reach


def _shares(tau2: float, typical: float, q: float, free: int, method: str) -> tuple[float, float]:
    """I² (a percentage) and H²: how much of the differences is not chance; with ``EE`` by Q alone."""
    if method == "EE":
        return max(0.0, 100 * (q - free) / q) if q > 0 and free else 0.0, q / free if free else 1.0
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def _tau2_range(y: np.ndarray, v: np.ndarray, design: np.ndarray) -> Range:
    free = design.shape[0] - design.shape[1]
    ends = chdtri(free, np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    low, high = (float(generalised_q(y, v, design, np.array([end]))[0]) for end in ends)
    return low, high


def _explained(y: np.ndarray, v: np.ndarray, tau2: float, method: str) -> float | None:
    """Which percentage of tau² the moderators explain."""
    whole = float(tau_squared(y, v, np.ones((y.shape[1], 1)), method)[0])
    return max(0.0, 100 * (whole - tau2) / whole) if whole > 0 else None
