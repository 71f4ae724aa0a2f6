"""How much true effects differ between studies: tau², by several methods, for many meta-analyses at once.

Arrays have the meta-analysis first and the study second; a design matrix is shared by all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MOST_STEPS = 200
CLOSE = 1e-12  # relative change of tau² at which an iteration ends


@dataclass(frozen=True)
class Fit:
    """A weighted fit at given tau²: what every estimator is made of. ``trace`` holds tr(P), tr(PP), sum(w), sum(w²)."""

    weights: np.ndarray  # (b, k)
    inverse: np.ndarray  # (b, p, p), of X'WX
    beta: np.ndarray  # (b, p)
    residuals: np.ndarray  # (b, k)

    def quadratic(self) -> np.ndarray:
        """y'Py: the weighted sum of squared residuals."""
        return (self.weights * self.residuals**2).sum(axis=1)

    def quadratic_twice(self) -> np.ndarray:
        """y'PPy."""
        return ((self.weights * self.residuals) ** 2).sum(axis=1)


def fit(y: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Fit:
    weighted = weights[:, :, None] * design
    inverse = np.linalg.inv(np.swapaxes(weighted, 1, 2) @ design)
    beta = (inverse @ (np.swapaxes(weighted, 1, 2) @ y[:, :, None]))[:, :, 0]
    return Fit(weights, inverse, beta, y - beta @ design.T)


def traces(fitted: Fit, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """tr(P) and tr(PP) of the matrix that takes the fitted part away."""
    w, a = fitted.weights, fitted.inverse
    second, third = (np.einsum("bk,ki,kj->bij", w**power, design, design) for power in (2, 3))
    middle = a @ second
    one = w.sum(axis=1) - np.einsum("bii->b", middle)
    two = (w**2).sum(axis=1) - 2 * np.einsum("bij,bji->b", a, third) + np.einsum("bij,bji->b", middle, middle)
    return one, two


def _dersimonian_laird(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    fitted = fit(y, x, 1 / v)
    return (fitted.quadratic() - (y.shape[1] - x.shape[1])) / traces(fitted, x)[0]


def _hedges(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    fitted = fit(y, x, np.ones_like(v))
    leverage = np.einsum("ki,bij,kj->bk", x, fitted.inverse, x)
    return (fitted.quadratic() - (v * (1 - leverage)).sum(axis=1)) / (y.shape[1] - x.shape[1])


def _sidik_jonkman(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    rough = y.var(axis=1)
    fitted = fit(y, x, 1 / (v + rough[:, None]))
    return rough * fitted.quadratic() / (y.shape[1] - x.shape[1])


def _paule_mandel(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    return generalised_q(y, v, x, np.full(len(y), float(y.shape[1] - x.shape[1])))


def generalised_q(y: np.ndarray, v: np.ndarray, x: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The tau² at which the weighted sum of squared residuals is what is wanted; 0 where it is less everywhere.

    It falls and is convex in tau², so Newton's steps from the left never go too far.
    """
    tau2 = np.zeros(len(y))
    for _ in range(MOST_STEPS):
        fitted = fit(y, x, 1 / (v + tau2[:, None]))
        over = fitted.quadratic() - wanted
        step = np.where(over > 0, over / np.maximum(fitted.quadratic_twice(), 1e-300), 0.0)
        tau2 = tau2 + step
        if (step <= CLOSE * (1 + tau2)).all():
            break
    return tau2


def _likelihood(restricted: bool) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Fisher's scoring, halved wherever the likelihood would fall: it cannot fail to end."""

    def estimate(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
        tau2 = np.maximum(_hedges(y, v, x), 0.0)
        height = log_likelihood(y, v, x, tau2, restricted=restricted)
        for _ in range(MOST_STEPS):
            fitted = fit(y, x, 1 / (v + tau2[:, None]))
            one, two = _information(fitted, x, restricted)
            step = (fitted.quadratic_twice() - one) / two
            new, new_height = _climb(y, v, x, tau2, step, height, restricted)
            done = np.abs(new - tau2) <= CLOSE * (1 + tau2)
            tau2, height = new, new_height
            if done.all():
                break
        return tau2

    return estimate


def _information(fitted: Fit, x: np.ndarray, restricted: bool) -> tuple[np.ndarray, np.ndarray]:
    if restricted:
        return traces(fitted, x)
    return fitted.weights.sum(axis=1), (fitted.weights**2).sum(axis=1)


def _climb(
    y: np.ndarray,
    v: np.ndarray,
    x: np.ndarray,
    tau2: np.ndarray,
    step: np.ndarray,
    height: np.ndarray,
    restricted: bool,
) -> tuple[np.ndarray, np.ndarray]:
    for _ in range(40):
        new = np.maximum(tau2 + step, 0.0)
        new_height = log_likelihood(y, v, x, new, restricted=restricted)
        worse = new_height < height - 1e-12 * (1 + np.abs(height))
        if not worse.any():
            break
        step = np.where(worse, step / 2, step)
    return new, np.maximum(new_height, height)


def log_likelihood(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: np.ndarray, *, restricted: bool
) -> np.ndarray:
    """Of the effects, up to no constant: as metafor gives it."""
    fitted = fit(y, x, 1 / (v + tau2[:, None]))
    k, p = x.shape
    value = -0.5 * (np.log(v + tau2[:, None]).sum(axis=1) + fitted.quadratic())
    if not restricted:
        return value - k / 2 * np.log(2 * np.pi)
    _, outside = np.linalg.slogdet(x.T @ x)
    _, inside = np.linalg.slogdet(fitted.inverse)
    return value - (k - p) / 2 * np.log(2 * np.pi) + 0.5 * (outside + inside)


ESTIMATORS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]] = {
    "DL": _dersimonian_laird,
    "HE": _hedges,
    "SJ": _sidik_jonkman,
    "PM": _paule_mandel,
    "ML": _likelihood(restricted=False),
    "REML": _likelihood(restricted=True),
}


def tau_squared(y: np.ndarray, v: np.ndarray, design: np.ndarray, method: str) -> np.ndarray:
    """Estimate tau², never below 0; with ``EE`` it is 0 by assumption."""
    if method == "EE":
        return np.zeros(len(y))
    return np.maximum(ESTIMATORS[method](y, v, design), 0.0)
