"""Whether small studies say something else than large ones, and what depends on a single study."""

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
    """The pooled effect without one study, or with the first so many."""

    study: int
    estimate: float
    se: float
    ci: tuple[float, float]
    tau2: float
    i2: float


@dataclass(frozen=True)
class Filled:
    """How many studies seem to be missing on which side, and what was found with mirror images in their place."""

    side: str
    missing: int
    effects: tuple[float, ...]
    variances: tuple[float, ...]
    result: Synthesis

    def to_dict(self) -> dict:
        return as_plain(self)


def egger(effects: np.ndarray, variances: np.ndarray) -> Egger:
    """Ask whether effects change with their standard errors, as they would if small studies without effect went unpublished.

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
    found = synthesise(y, v, method="EE", moderators={"se": np.sqrt(v)})
    slope, free = found.coefficients[1], found.q.df
    se = slope.se * float(np.sqrt(found.q.value / free))
    t = slope.estimate / se if se > 0 else 0.0
    return Egger(slope.estimate, se, t, free, float(2 * stdtr(free, -abs(t))), len(y) < FEWEST_TO_TRUST)


def leave_one_out(
    effects: np.ndarray, variances: np.ndarray, *, method: str = "REML", knapp_hartung: bool = True
) -> list[LeaveOneOut]:
    """Pool the others, without each study in turn.

    Parameters
    ----------
    effects, variances, method, knapp_hartung
        As in ``synthesise``; at least three studies.

    Returns
    -------
    list of Without
        In the order of the studies, numbered from 1. Errors are those of ``synthesise``; quadratic in k.

    Examples
    --------
    >>> [round(one.estimate, 2) for one in leave_one_out(np.array([0.1, 0.2, 0.9]), np.full(3, 0.01))]
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
    """Pool the others without each study, all at once."""
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
    list of Without
        ``study`` is the last one that is in it, from 2. Errors are those of ``synthesise``; quadratic in k.

    Examples
    --------
    >>> [one.study for one in cumulative(np.array([0.1, 0.2, 0.9]), np.full(3, 0.01))]
    [2, 3]
    """
    found = []
    for last in range(2, len(effects) + 1):
        s = synthesise(effects[:last], variances[:last], method=method, knapp_hartung=knapp_hartung)
        assert s.estimate is not None and s.se is not None and s.ci is not None  # noqa: S101 - without moderators
        found.append(LeaveOneOut(last, s.estimate, s.se, s.ci, s.tau2, s.i2))
    return found


def trim_and_fill(
    effects: np.ndarray,
    variances: np.ndarray,
    *,
    method: str = "REML",
    knapp_hartung: bool = True,
    side: str | None = None,
) -> Filled:
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
    Filled
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
    side = side or ("right" if _slope(y, v, method) < 0 else "left")
    if len(y) < FEWEST_FOR_EGGER:
        raise MethodError("too_few_studies", k=len(y), needed=FEWEST_FOR_EGGER)
    sign = -1.0 if side == "right" else 1.0
    order = np.lexsort(
        (v, sign * y)
    )  # of effects that are the same the most exact first, in whichever order they came
    ys, vs = sign * y[order], v[order]
    missing, centre = _missing(ys, vs, method)
    far = slice(len(ys) - missing, len(ys))
    added, its = 2 * centre - ys[far], vs[far]
    result = synthesise(
        sign * np.concatenate([ys, added]),
        np.concatenate([vs, its]),
        method=method,
        knapp_hartung=knapp_hartung,
    )
    return Filled(side, missing, tuple((sign * added).tolist()), tuple(its.tolist()), result)


def _slope(y: np.ndarray, v: np.ndarray, method: str) -> float:
    return synthesise(y, v, method=method, moderators={"se": np.sqrt(v)}).coefficients[1].estimate


def _missing(ys: np.ndarray, vs: np.ndarray, method: str) -> tuple[int, float]:
    """Trim the largest, find the middle of the rest, count how lopsided all of them lie around it, until that is stable."""
    k, missing, before = len(ys), 0, -1
    centre = 0.0
    for _ in range(MOST_ROUNDS):
        if missing == before:
            break
        before = missing
        kept = k - missing
        centre = synthesise(ys[:kept], vs[:kept], method=method).estimate or 0.0
        away = ys - centre
        signed = _ranks(np.abs(away)) * np.sign(away)
        l0 = (4 * signed[signed > 0].sum() - k * (k + 1)) / (2 * k - 1)
        missing = min(max(0, round(float(l0))), k - 2)
    return missing, centre


def _ranks(values: np.ndarray) -> np.ndarray:
    """From 1; those that are the same share the mean of their ranks."""
    _, place, how_many = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(how_many) - (how_many - 1) / 2)[place]
