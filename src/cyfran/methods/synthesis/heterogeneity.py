"""Estimators of the heterogeneity variance tau², for many meta-analyses at once.

Arrays have the meta-analysis first and the study second; a design matrix X is shared by all of them. In the comments
w = 1/(v + tau²), W = diag(w), and P = W − WX(XᵀWX)⁻¹XᵀW, so that Py are the weighted residuals (Viechtbauer 2005).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MAX_STEPS, MAX_HALVINGS = 200, 40
START_SHARES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0, 1.5)  # of the variance of the effects
LEAST_CURVATURE = 1e-3  # of the expected information; below, a Newton step would be far too long
TOLERANCE = 1e-12  # change of tau², relative to 1 + tau², at which an iteration ends


@dataclass(frozen=True)
class Fit:
    """A weighted least-squares fit at given tau², and the quadratic forms that every estimator is made of."""

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
        # Py = Wr for the residuals r, so it is (Wr)'P(Wr), and P is never formed: k x k for each meta-analysis
        once = self.weights * self.residuals
        fitted = np.einsum("bk,ki->bi", self.weights * once, design)
        return (self.weights * once**2).sum(axis=1) - np.einsum("bi,bij,bj->b", fitted, self.inverse, fitted)


def is_mean(design: np.ndarray) -> bool:
    """Whether there are no moderators: then sums replace the matrices below."""
    return design.shape[1] == 1 and bool((design == 1).all())


def fit_regression(y: np.ndarray, design: np.ndarray, weights: np.ndarray) -> Fit:
    """Fit each meta-analysis by weighted least squares: β = (XᵀWX)⁻¹XᵀWy."""
    if is_mean(design):
        inverse = 1 / weights.sum(axis=1)
        mean = (weights * y).sum(axis=1) * inverse
        return Fit(weights, inverse[:, None, None], mean[:, None], y - mean[:, None])
    weighted = weights[:, :, None] * design
    inverse = np.linalg.inv(np.swapaxes(weighted, 1, 2) @ design)
    beta = (inverse @ (np.swapaxes(weighted, 1, 2) @ y[:, :, None]))[:, :, 0]
    return Fit(weights, inverse, beta, y - beta @ design.T)


def traces(fitted: Fit, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return tr(P) and tr(PP)."""
    # With A = (XᵀWX)⁻¹: tr P = Σw − tr(A XᵀW²X), tr PP = Σw² − 2 tr(A XᵀW³X) + tr((A XᵀW²X)²)
    w, a = fitted.weights, fitted.inverse
    if is_mean(design):
        inverse, squares, cubes = a[:, 0, 0], (w**2).sum(axis=1), (w**3).sum(axis=1)
        return w.sum(axis=1) - inverse * squares, squares - 2 * inverse * cubes + (inverse * squares) ** 2
    second, third = (np.einsum("bk,ki,kj->bij", w**power, design, design) for power in (2, 3))
    middle = a @ second
    trace_p = w.sum(axis=1) - np.einsum("bii->b", middle)
    trace_pp = (
        (w**2).sum(axis=1) - 2 * np.einsum("bij,bji->b", a, third) + np.einsum("bij,bji->b", middle, middle)
    )
    return trace_p, trace_pp


def _dersimonian_laird(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    # tau² = (Q − (k − p))/tr P at tau² = 0; without moderators tr P is Σw − Σw²/Σw
    fitted = fit_regression(y, x, 1 / v)
    return (fitted.quadratic() - (y.shape[1] - x.shape[1])) / traces(fitted, x)[0]


def _hedges(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    # Unweighted: E[RSS] = Σ (1 − h_i)(v_i + tau²) with leverages h_i, solved for tau²
    fitted = fit_regression(y, x, np.ones_like(v))
    leverage = np.einsum("ki,bij,kj->bk", x, fitted.inverse, x)
    return (fitted.quadratic() - (v * (1 - leverage)).sum(axis=1)) / (y.shape[1] - x.shape[1])


def _sidik_jonkman(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    # From a crude tau₀² = Σ(y − ȳ)²/k: tau² = Σ (y − ŷ)²/(v/tau₀² + 1) / (k − p). It is never below 0, and 0 only without
    # any difference.
    start = y.var(axis=1)
    fitted = fit_regression(y, x, 1 / (v + start[:, None]))
    return start * fitted.quadratic() / (y.shape[1] - x.shape[1])


def _paule_mandel(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    # Q(tau²) = k − p, its expectation at the true tau²
    return generalised_q(y, v, x, np.full(len(y), float(y.shape[1] - x.shape[1])))


def generalised_q(y: np.ndarray, v: np.ndarray, x: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the tau² at which Q(tau²) = y'Py reaches its target; 0 where it is below the target everywhere.

    It falls and is convex in tau², so Newton's steps from the left never go too far.
    """
    # dQ/dtau² = −y'PPy. From 0 on the steps only rise, so there is no bracket to choose.
    tau2 = np.zeros(len(y))
    for _ in range(MAX_STEPS):
        fitted = fit_regression(y, x, 1 / (v + tau2[:, None]))
        excess = fitted.quadratic() - target
        step = np.where(excess > 0, excess / np.maximum(fitted.quadratic_twice(), 1e-300), 0.0)
        tau2 = tau2 + step
        if (step <= TOLERANCE * (1 + tau2)).all():
            break
    return tau2


def _likelihood(restricted: bool) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Return the estimator that maximises the (restricted) likelihood. It may have two maxima: one at 0 and one above."""

    def estimate(y: np.ndarray, v: np.ndarray, x: np.ndarray) -> np.ndarray:
        tau2 = _maximise_likelihood(y, v, x, np.maximum(_hedges(y, v, x), 0.0), restricted)
        # A climb that ended at the boundary may have missed a maximum inside: those are climbed again from a grid
        at_zero = tau2 == 0
        if at_zero.any():
            start = _best_start(y[at_zero], v[at_zero], x, restricted)
            tau2[at_zero] = _maximise_likelihood(y[at_zero], v[at_zero], x, start, restricted)
        zero = np.zeros_like(tau2)
        climbed, boundary = (
            LikelihoodState.at(y, v, x, value, restricted).log_likelihood for value in (tau2, zero)
        )
        return np.where(boundary >= climbed, zero, tau2)  # of two equal maxima the smaller tau²

    return estimate


def _best_start(y: np.ndarray, v: np.ndarray, x: np.ndarray, restricted: bool) -> np.ndarray:
    """Return the tau² above 0 with the highest likelihood on a coarse grid."""
    starts = np.array(START_SHARES)[:, None] * y.var(axis=1)
    likelihoods = np.array([LikelihoodState.at(y, v, x, tau2, restricted).log_likelihood for tau2 in starts])
    return starts[likelihoods.argmax(axis=0), np.arange(len(y))]


def _maximise_likelihood(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, start: np.ndarray, restricted: bool
) -> np.ndarray:
    """Climb from ``start`` to a maximum, by steps that never lower the likelihood, so that it cannot diverge."""
    tau2 = start.copy()
    state = LikelihoodState.at(y, v, x, tau2, restricted)
    active = np.arange(len(y))  # most are done in a few steps: the rest go on alone
    for _ in range(MAX_STEPS):
        new = _newton_step(y[active], v[active], x, state, restricted)
        converged = np.abs(new.tau2 - state.tau2) <= TOLERANCE * (1 + state.tau2)
        tau2[active] = new.tau2
        if converged.all():
            break
        active, state = active[~converged], new.only(~converged)
    return tau2


def _information(fitted: Fit, x: np.ndarray, restricted: bool) -> tuple[np.ndarray, np.ndarray]:
    """The traces in score and expected information of tau²: of P and PP for REML, of W and W² for ML."""
    if restricted:
        return traces(fitted, x)
    return fitted.weights.sum(axis=1), (fitted.weights**2).sum(axis=1)


@dataclass(frozen=True)
class LikelihoodState:
    """Where a climb stands: tau², the fit there, and the log-likelihood up to a constant."""

    tau2: np.ndarray
    fitted: Fit
    log_likelihood: np.ndarray

    @classmethod
    def at(
        cls, y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: np.ndarray, restricted: bool
    ) -> "LikelihoodState":
        fitted = fit_regression(y, x, 1 / (v + tau2[:, None]))
        # ML: ½ (Σ log w − y'Py); REML adds −½ log|XᵀWX|, the information that was used up by β
        value = 0.5 * (np.log(fitted.weights).sum(axis=1) - fitted.quadratic())
        return cls(tau2, fitted, value + (0.5 * _log_det(fitted.inverse) if restricted else 0.0))

    def only(self, chosen: np.ndarray) -> "LikelihoodState":
        fit_ = self.fitted
        parts = (fit_.weights, fit_.inverse, fit_.beta, fit_.residuals)
        return LikelihoodState(
            self.tau2[chosen], Fit(*(part[chosen] for part in parts)), self.log_likelihood[chosen]
        )


def _newton_step(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, state: LikelihoodState, restricted: bool
) -> LikelihoodState:
    """One Newton step where the likelihood is concave enough, else one of Fisher scoring; halved while it leads down."""
    # Score ½ (y'PPy − tr P), observed information y'PPPy − ½ tr PP, expected ½ tr PP (ML: W for P in the traces). Fisher
    # scoring alone, as usual for REML, needs more steps and sometimes does not converge; Newton alone may step downhill.
    trace_p, trace_pp = _information(state.fitted, x, restricted)
    curvature = 2 * state.fitted.quadratic_thrice(x) - trace_pp
    step = (state.fitted.quadratic_twice() - trace_p) / np.where(
        curvature > LEAST_CURVATURE * trace_pp, curvature, trace_pp
    )
    for _ in range(MAX_HALVINGS):
        new = LikelihoodState.at(y, v, x, np.maximum(state.tau2 + step, 0.0), restricted)
        # Slack of the last digits: at the top the likelihood is flat, and rounding alone looks like a fall
        worse = new.log_likelihood < state.log_likelihood - 1e-12 * (1 + np.abs(state.log_likelihood))
        if not worse.any():
            break
        step = np.where(worse, step / 2, step)
    return new


def _log_det(matrices: np.ndarray) -> np.ndarray:
    return np.log(matrices[:, 0, 0]) if matrices.shape[1] == 1 else np.linalg.slogdet(matrices)[1]


def log_likelihood(
    y: np.ndarray, v: np.ndarray, x: np.ndarray, tau2: np.ndarray, *, restricted: bool
) -> np.ndarray:
    """Return the log-likelihood with all its constants, as metafor gives it; ``restricted`` as for REML."""
    value = LikelihoodState.at(y, v, x, tau2, restricted).log_likelihood
    k, p = x.shape
    if not restricted:
        return value - k / 2 * np.log(2 * np.pi)
    return value - (k - p) / 2 * np.log(2 * np.pi) + 0.5 * np.linalg.slogdet(x.T @ x)[1]


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
