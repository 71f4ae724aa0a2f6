"""How much true effects differ between studies: tau², by several methods, for many meta-analyses at once.

Arrays have the meta-analysis first and the study second; a design matrix is shared by all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MOST_STEPS, MOST_HALVES = 200, 40
PLACES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0, 1.5)  # of the variance of the effects
FLAT = 1e-3  # of what is expected: less curved, Newton's step would lead anywhere
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

    def quadratic_thrice(self, design: np.ndarray) -> np.ndarray:
        """y'PPPy."""
        once = self.weights * self.residuals
        fitted = np.einsum("bk,ki->bi", self.weights * once, design)
        return (self.weights * once**2).sum(axis=1) - np.einsum("bi,bij,bj->b", fitted, self.inverse, fitted)


def is_mean(design: np.ndarray) -> bool:
    """Without moderators everything below is the same without matrices."""
    return design.shape[1] == 1 and bool((design == 1).all())


def fit_regression(y: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Fit:
    if is_mean(design):
        inverse = 1 / weights.sum(axis=1)
        mean = (weights * y).sum(axis=1) * inverse
        return Fit(weights, inverse[:, None, None], mean[:, None], y - mean[:, None])
    weighted = weights[:, :, None] * design
    inverse = np.linalg.inv(np.swapaxes(weighted, 1, 2) @ design)
    beta = (inverse @ (np.swapaxes(weighted, 1, 2) @ y[:, :, None]))[:, :, 0]
    return Fit(weights, inverse, beta, y - beta @ design.T)


def traces(fitted: Fit, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """tr(P) and tr(PP) of the matrix that takes the fitted part away."""
    w, a = fitted.weights, fitted.inverse
    if is_mean(design):
        inverse, squares, cubes = a[:, 0, 0], (w**2).sum(axis=1), (w**3).sum(axis=1)
        return w.sum(axis=1) - inverse * squares, squares - 2 * inverse * cubes + (inverse * squares) ** 2
    second, third = (np.einsum("bk,ki,kj->bij", w**power, design, design) for power in (2, 3))
    middle = a @ second
    one = w.sum(axis=1) - np.einsum("bii->b", middle)
    two = (w**2).sum(axis=1) - 2 * np.einsum("bij,bji->b", a, third) + np.einsum("bij,bji->b", middle, middle)
    return one, two


def _dersimonian_laird(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    fitted = fit_regression(y, x, 1 / v)
    return (fitted.quadratic() - (y.shape[1] - x.shape[1])) / traces(fitted, x)[0]


def _hedges(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    fitted = fit_regression(y, x, np.ones_like(v))
    leverage = np.einsum("ki,bij,kj->bk", x, fitted.inverse, x)
    return (fitted.quadratic() - (v * (1 - leverage)).sum(axis=1)) / (y.shape[1] - x.shape[1])


def _sidik_jonkman(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    rough = y.var(axis=1)
    fitted = fit_regression(y, x, 1 / (v + rough[:, None]))
    return rough * fitted.quadratic() / (y.shape[1] - x.shape[1])


def _paule_mandel(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    return generalised_q(y, v, x, np.full(len(y), float(y.shape[1] - x.shape[1])))


def generalised_q(y: np.ndarray, v: np.ndarray, x: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The tau² at which the weighted sum of squared residuals is what is wanted; 0 where it is less everywhere.

    It falls and is convex in tau², so Newton's steps from the left never go too far.
    """
    tau2 = np.zeros(len(y))
    for _ in range(MOST_STEPS):
        fitted = fit_regression(y, x, 1 / (v + tau2[:, None]))
        over = fitted.quadratic() - wanted
        step = np.where(over > 0, over / np.maximum(fitted.quadratic_twice(), 1e-300), 0.0)
        tau2 = tau2 + step
        if (step <= CLOSE * (1 + tau2)).all():
            break
    return tau2


def _likelihood(restricted: bool) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """The highest point of a likelihood. It may have two: one at 0 and one above it, so both are looked at."""

    def estimate(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
        found = _climbed(y, v, x, np.maximum(_hedges(y, v, x), 0.0), restricted)
        flat = found == 0
        if flat.any():
            start = _looked_for(y[flat], v[flat], x, restricted)
            found[flat] = _climbed(y[flat], v[flat], x, start, restricted)
        none = np.zeros_like(found)
        here, there = (LikelihoodState.at(y, v, x, tau2, restricted).height for tau2 in (found, none))
        return np.where(there >= here, none, found)

    return estimate


def _looked_for(y: np.ndarray, v: np.ndarray, x: np.ndarray, restricted: bool) -> np.ndarray:
    """The highest of some places above 0, from which to climb once more."""
    tried = np.array(PLACES)[:, None] * y.var(axis=1)
    heights = np.array([LikelihoodState.at(y, v, x, tau2, restricted).height for tau2 in tried])
    return tried[heights.argmax(axis=0), np.arange(len(y))]


def _climbed(y: np.ndarray, v: np.ndarray, x: np.ndarray, start: np.ndarray, restricted: bool) -> np.ndarray:
    """Steps that are halved wherever the likelihood would fall: it cannot fail to end."""
    found = start.copy()
    here = LikelihoodState.at(y, v, x, found, restricted)
    still = np.arange(len(y))  # most are done in a few steps: the rest go on alone
    for _ in range(MOST_STEPS):
        new = _climb(y[still], v[still], x, here, restricted)
        done = np.abs(new.tau2 - here.tau2) <= CLOSE * (1 + here.tau2)
        found[still] = new.tau2
        if done.all():
            break
        still, here = still[~done], new.only(~done)
    return found


def _information(fitted: Fit, x: np.ndarray, restricted: bool) -> tuple[np.ndarray, np.ndarray]:
    if restricted:
        return traces(fitted, x)
    return fitted.weights.sum(axis=1), (fitted.weights**2).sum(axis=1)


@dataclass(frozen=True)
class LikelihoodState:
    """Where a climb stands: tau², the fit there, and how high the likelihood is, up to a constant."""

    tau2: np.ndarray
    fitted: Fit
    height: np.ndarray

    @classmethod
    def at(
        cls, y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: np.ndarray, restricted: bool
    ) -> "LikelihoodState":
        fitted = fit_regression(y, x, 1 / (v + tau2[:, None]))
        height = 0.5 * (np.log(fitted.weights).sum(axis=1) - fitted.quadratic())
        return cls(tau2, fitted, height + (0.5 * _log_det(fitted.inverse) if restricted else 0.0))

    def only(self, chosen: np.ndarray) -> "LikelihoodState":
        fit_ = self.fitted
        parts = (fit_.weights, fit_.inverse, fit_.beta, fit_.residuals)
        return LikelihoodState(self.tau2[chosen], Fit(*(part[chosen] for part in parts)), self.height[chosen])


def _climb(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, here: LikelihoodState, restricted: bool
) -> LikelihoodState:
    """One of Newton's steps where the likelihood is curved like a hill, else of Fisher's; halved wherever it leads down."""
    one, two = _information(here.fitted, x, restricted)
    curved = 2 * here.fitted.quadratic_thrice(x) - two
    step = (here.fitted.quadratic_twice() - one) / np.where(curved > FLAT * two, curved, two)
    for _ in range(MOST_HALVES):
        new = LikelihoodState.at(y, v, x, np.maximum(here.tau2 + step, 0.0), restricted)
        worse = new.height < here.height - 1e-12 * (1 + np.abs(here.height))
        if not worse.any():
            break
        step = np.where(worse, step / 2, step)
    return new


def _log_det(matrices: np.ndarray) -> np.ndarray:
    return np.log(matrices[:, 0, 0]) if matrices.shape[1] == 1 else np.linalg.slogdet(matrices)[1]


def log_likelihood(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: np.ndarray, *, restricted: bool
) -> np.ndarray:
    """Of the effects, as metafor gives it; ``restricted`` as for REML."""
    height = LikelihoodState.at(y, v, x, tau2, restricted).height
    k, p = x.shape
    if not restricted:
        return height - k / 2 * np.log(2 * np.pi)
    return height - (k - p) / 2 * np.log(2 * np.pi) + 0.5 * np.linalg.slogdet(x.T @ x)[1]


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
