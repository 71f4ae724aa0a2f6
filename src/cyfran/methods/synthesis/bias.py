"""Small-study effects (Egger's test, trim and fill), and pooling without single studies or study by study."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain
from cyfran.methods.synthesis.pooling import Pooled, Synthesis, pool_many, synthesise

FEWEST_FOR_EGGER = 3
FEWEST_TO_LEAVE_ONE = 3
FEWEST_TO_TRUST = 10  # with fewer studies, asymmetry is seldom found even where it is (Sterne et al. 2011)
MOST_ROUNDS = 100


@dataclass(frozen=True)
class Egger:
    """Egger's test: ``slope`` by standard error. ``few`` says that there are too few studies to trust it."""

    slope: float
    se: float
    t: float
    df: int
    p: float
    few: bool


@dataclass(frozen=True)
class LeaveOneOut:
    """The pooled effect without one study, or of the studies up to it."""

    study: int
    estimate: float
    se: float
    ci: tuple[float, float]
    tau2: float
    i2: float


@dataclass(frozen=True)
class TrimAndFill:
    """How many studies seem to be missing on which side, and the synthesis with mirror images in their place."""

    side: str
    missing: int
    effects: tuple[float, ...]
    variances: tuple[float, ...]
    result: Synthesis

    def to_dict(self) -> dict:
        return as_plain(self)


def egger(effects: np.ndarray, variances: np.ndarray) -> Egger:
    """Test whether effects change with their standard errors, as they would if small studies without effect went unpublished.

    Parameters
    ----------
    effects, variances
        As in ``synthesise``.

    Returns
    -------
    Egger
        The slope of a weighted regression on the standard error, with its t test. It cannot tell missing studies from other
        reasons why small studies differ.

    Raises
    ------
    MethodError
        ``too_few_studies``; ``moderators_not_separate`` where all standard errors are the same.

    Notes
    -----
    Egger et al. 1997, as a weighted linear model whose residual variance is free. Linear in k.

    Examples
    --------
    >>> test = egger(np.array([0.2, 0.3, 0.5, 0.9]), np.array([0.01, 0.02, 0.05, 0.2]))
    >>> round(test.slope, 2), test.df
    (2.14, 2)
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if len(y) < FEWEST_FOR_EGGER:
        raise MethodError("too_few_studies", k=len(y), needed=FEWEST_FOR_EGGER)
    # y = β₀ + β₁ se, weights 1/v: the slope is the intercept of Egger's own form, y/se on 1/se. The residual variance is
    # multiplicative, so the model's se is scaled by √(Q/(k − 2)); no tau² is added.
    fit = synthesise(y, v, method="EE", moderators={"se": np.sqrt(v)})
    slope, df = fit.coefficients[1], fit.q.df
    se = slope.se * float(np.sqrt(fit.q.value / df))
    t = slope.estimate / se if se > 0 else 0.0
    return Egger(slope.estimate, se, t, df, float(2 * stdtr(df, -abs(t))), len(y) < FEWEST_TO_TRUST)


def leave_one_out(
    effects: np.ndarray, variances: np.ndarray, *, method: str = "REML", knapp_hartung: bool = True
) -> list[LeaveOneOut]:
    """Pool all other studies, without each study in turn.

    Parameters
    ----------
    effects, variances, method, knapp_hartung
        As in ``synthesise``; at least three studies.

    Returns
    -------
    list of LeaveOneOut
        In the order of the studies, numbered from 1. Errors are those of ``synthesise``; quadratic in k.

    Examples
    --------
    >>> [round(others.estimate, 2) for others in leave_one_out(np.array([0.1, 0.2, 0.9]), np.full(3, 0.01))]
    [0.55, 0.5, 0.15]
    """
    pooled = pool_others(effects, variances, method=method, knapp_hartung=knapp_hartung)
    return [
        LeaveOneOut(
            i + 1,
            float(pooled.estimate[i]),
            float(pooled.se[i]),
            (float(pooled.low[i]), float(pooled.high[i])),
            float(pooled.tau2[i]),
            float(pooled.i2[i]),
        )
        for i in range(len(pooled.estimate))
    ]


def pool_others(effects: np.ndarray, variances: np.ndarray, *, method: str, knapp_hartung: bool) -> Pooled:
    """Pool all other studies without each study in turn, as one batch."""
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if len(y) < FEWEST_TO_LEAVE_ONE:
        raise MethodError("too_few_studies", k=len(y), needed=FEWEST_TO_LEAVE_ONE)
    others = ~np.eye(len(y), dtype=bool)
    return pool_many(
        np.array([y[row] for row in others]),
        np.array([v[row] for row in others]),
        method=method,
        knapp_hartung=knapp_hartung,
    )


def cumulative(
    effects: np.ndarray, variances: np.ndarray, *, method: str = "REML", knapp_hartung: bool = True
) -> list[LeaveOneOut]:
    """Pool the first two studies, the first three, and so on, in the order they are given.

    Parameters
    ----------
    effects, variances, method, knapp_hartung
        As in ``synthesise``.

    Returns
    -------
    list of LeaveOneOut
        ``study`` is the last one that is in it, from 2. Errors are those of ``synthesise``; quadratic in k.

    Examples
    --------
    >>> [first.study for first in cumulative(np.array([0.1, 0.2, 0.9]), np.full(3, 0.01))]
    [2, 3]
    """
    pooled = []
    for last in range(2, len(effects) + 1):
        first = synthesise(effects[:last], variances[:last], method=method, knapp_hartung=knapp_hartung)
        assert first.estimate is not None and first.se is not None and first.ci is not None  # noqa: S101 - without moderators
        pooled.append(LeaveOneOut(last, first.estimate, first.se, first.ci, first.tau2, first.i2))
    return pooled


def trim_and_fill(
    effects: np.ndarray,
    variances: np.ndarray,
    *,
    method: str = "REML",
    knapp_hartung: bool = True,
    side: str | None = None,
) -> TrimAndFill:
    """Estimate how many studies are missing on one side of the funnel, and pool with mirror images in their place.

    It answers: how far might the result move if studies went unpublished. It is a what-if, not a correction.

    Parameters
    ----------
    effects, variances, method, knapp_hartung
        As in ``synthesise``.
    side
        ``left`` or ``right``: where studies may be missing; else where Egger's test points to.

    Returns
    -------
    TrimAndFill
        Errors are those of ``synthesise``, ``too_few_studies`` with fewer than three, and ``side_unknown``.

    Notes
    -----
    Duval and Tweedie 2000, estimator L0. At most k rounds of a fit.

    Examples
    --------
    >>> trim_and_fill(np.array([0.1, 0.12, 0.3, 0.6, 0.8]), np.array([0.01, 0.01, 0.04, 0.1, 0.2])).side
    'left'
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if side not in (None, "left", "right"):
        raise MethodError("side_unknown", side=side)
    side = side or ("right" if _egger_slope(y, v, method) < 0 else "left")
    if len(y) < FEWEST_FOR_EGGER:
        raise MethodError("too_few_studies", k=len(y), needed=FEWEST_FOR_EGGER)
    sign = -1.0 if side == "right" else 1.0
    # The algorithm trims on the right: with studies missing there, effects are turned round and back. Of equal effects the
    # most precise comes first, so that which of them is trimmed does not depend on the order of input.
    order = np.lexsort((v, sign * y))
    ys, vs = sign * y[order], v[order]
    missing, centre = _estimate_missing(ys, vs, method)
    # The largest effects are mirrored at the trimmed centre, not at the mean of all, which they have pulled towards them
    mirrored = slice(len(ys) - missing, len(ys))
    filled, filled_variances = 2 * centre - ys[mirrored], vs[mirrored]
    result = synthesise(
        sign * np.concatenate([ys, filled]),
        np.concatenate([vs, filled_variances]),
        method=method,
        knapp_hartung=knapp_hartung,
    )
    return TrimAndFill(
        side, missing, tuple((sign * filled).tolist()), tuple(filled_variances.tolist()), result
    )


def _egger_slope(y: np.ndarray, v: np.ndarray, method: str) -> float:
    """Slope of effects by standard error; above 0, small studies have larger effects and those missing are on the left."""
    return synthesise(y, v, method=method, moderators={"se": np.sqrt(v)}).coefficients[1].estimate


def _estimate_missing(ys: np.ndarray, vs: np.ndarray, method: str) -> tuple[int, float]:
    """Return how many studies are missing, and the centre without as many of the largest effects.

    Trims the largest, pools the rest, estimates from the asymmetry of all around that centre how many are missing, and
    repeats this until the number is stable.
    """
    k, missing, previous = len(ys), 0, -1
    centre = 0.0
    for _ in range(MOST_ROUNDS):
        if missing == previous:
            break
        previous = missing
        kept = k - missing
        centre = synthesise(ys[:kept], vs[:kept], method=method).estimate or 0.0
        deviations = ys - centre
        signed = _mid_ranks(np.abs(deviations)) * np.sign(deviations)
        # L0 = (4 T − k(k + 1))/(2k − 1), T the sum of the ranks of |y − μ| to the right of μ (Wilcoxon's statistic)
        l0 = (4 * signed[signed > 0].sum() - k * (k + 1)) / (2 * k - 1)
        missing = min(max(0, round(float(l0))), k - 2)  # two studies are left to pool
    return missing, centre


def _mid_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1; equal values share the mean of their ranks."""
    _, position, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[position]
