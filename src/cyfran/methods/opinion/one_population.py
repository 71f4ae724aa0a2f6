"""The null model of the group test: one continuous population without groups, fitted to the votes.

Everyone has a position θ in two dimensions; the probability to agree with statement j follows a logistic curve along a
direction of the statement (an ideal-point model):

    P(agree) = 1 / (1 + exp(−(α_j + β_j·θ)))

Positions are never estimated one by one, which would make opinion look looser than it is, but summed over (marginal
likelihood by expectation and maximisation on a grid: Bock and Aitkin 1981). The density of positions may be skewed, flat or
peaked along each axis, as the votes have it; all it may not have is a second mode.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

REACH, STEPS = 3.0, 15  # the grid: from -3 to 3 standard deviations in 15 steps
EM_ROUNDS = 25  # of expectation and maximisation
DENSITIES_FROM = 12  # rounds with a normal density of positions before the density is fitted too
LEVEL_SD = 3.0  # a weak prior: it only keeps unanimous statements finite
VARIANCE_FROM = 4  # rounds before the prior variance of slopes is estimated from the slopes
LEAST_VARIANCE = 1e-4
START_BANDWIDTH = 0.5  # standard deviation of the first posterior around the positions on the map
MAX_STEP = 1.0


@dataclass(frozen=True)
class OnePopulation:
    """The fitted model: ``levels`` α (S), ``slopes`` β (S x 2), and the density of positions along either axis of the grid."""

    levels: np.ndarray
    slopes: np.ndarray
    densities: tuple[np.ndarray, np.ndarray]

    def simulate_answers(
        self,
        rows: np.ndarray,
        columns: np.ndarray,
        answers: np.ndarray,
        participants: int,
        random: np.random.Generator,
    ) -> np.ndarray:
        """Draw a position for everyone, and their answers to what they saw. Passes and missing votes stay as they were."""
        positions = np.column_stack(
            [_draw_positions(density, participants, random) for density in self.densities]
        )
        logits = self.levels[columns] + (positions[rows] * self.slopes[columns]).sum(axis=1)
        agrees = random.random(len(rows)) < _logistic(logits)
        return np.where(answers == 0, 0, np.where(agrees, 1, -1)).astype(np.int8)


def fit_one_population(
    rows: np.ndarray, columns: np.ndarray, answers: np.ndarray, shape: tuple[int, int], positions: np.ndarray
) -> OnePopulation:
    """Fit the model to answers that are not passes, starting from positions on the plane.

    O(rounds x votes x grid points) multiply-adds, as products of a sparse with a small dense matrix.
    """
    agreed, disagreed = (
        csr_array((np.ones(int(mask.sum())), (rows[mask], columns[mask])), shape=shape)
        for mask in (answers == 1, answers == -1)
    )
    points = _grid()
    basis = np.column_stack([np.ones(len(points)), points])
    densities = (_normal_density(), _normal_density())
    posterior = _initial_posterior(positions, points)
    beta, variance = np.zeros((shape[1], 3)), np.full(3, LEVEL_SD**2)
    for em_round in range(EM_ROUNDS):
        # Maximisation by one Newton step (generalised EM): the sparse products are the expected agreements and
        # disagreements with each statement at each grid point
        beta, uncertainty = _newton_step(agreed.T @ posterior, disagreed.T @ posterior, basis, beta, variance)
        if em_round >= VARIANCE_FROM:
            # Empirical Bayes: σ² = mean of β² + Var(β | votes). Not from the first round: slopes begin at 0, and a
            # small σ² would hold them there. A second direction that the votes do not need fades away.
            variance[1:] = np.maximum((beta**2 + uncertainty).mean(axis=0)[1:], LEAST_VARIANCE)
        posterior = _posterior(agreed, disagreed, basis, beta, densities)
        # A scale of θ and of β may be exchanged for each other, so the density stays normal until the slopes have settled
        if em_round >= DENSITIES_FROM:
            densities = _unimodal_densities(posterior)
    return OnePopulation(beta[:, 0], beta[:, 1:], densities)


def _grid_axis() -> np.ndarray:
    return np.linspace(-REACH, REACH, STEPS)


def _grid() -> np.ndarray:
    return np.stack(np.meshgrid(_grid_axis(), _grid_axis(), indexing="ij"), axis=-1).reshape(-1, 2)


def _normal_density() -> np.ndarray:
    density = np.exp(-(_grid_axis() ** 2) / 2)
    return density / density.sum()


def _initial_posterior(positions: np.ndarray, points: np.ndarray) -> np.ndarray:
    """First posterior of everyone's position: around their position on the map, in units of its standard deviation."""
    scaled = np.clip(
        (positions - positions.mean(axis=0)) / np.maximum(positions.std(axis=0), 1e-9), -REACH, REACH
    )
    square_distances = ((scaled[:, None, :] - points) ** 2).sum(axis=2)
    posterior = np.exp(
        -(square_distances - square_distances.min(axis=1, keepdims=True)) / (2 * START_BANDWIDTH**2)
    )
    return posterior / posterior.sum(axis=1, keepdims=True)


def _posterior(
    agreed: csr_array,
    disagreed: csr_array,
    basis: np.ndarray,
    beta: np.ndarray,
    densities: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Posterior probability of each grid point for each participant, given their votes (P x grid points)."""
    # log p(θ | votes) = log π(θ) − Σ_agreed log(1 + e^−η) − Σ_disagreed log(1 + e^η) + constant. logaddexp does not
    # overflow for large |η|; the maximum is taken away before exp, or all would underflow to 0 for people with many votes.
    logits = beta @ basis.T
    log_prior = np.log(np.maximum(np.outer(*densities).ravel(), 1e-12))
    log_posterior = log_prior - (agreed @ np.logaddexp(0, -logits) + disagreed @ np.logaddexp(0, logits))
    posterior = np.exp(log_posterior - log_posterior.max(axis=1, keepdims=True))
    return posterior / posterior.sum(axis=1, keepdims=True)


def _newton_step(
    agreed: np.ndarray, disagreed: np.ndarray, basis: np.ndarray, beta: np.ndarray, variance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One Newton step for level and slopes of every statement, from expected votes at each grid point (S x grid points).

    Returns the new coefficients (S x 3) and their posterior variances (S x 3).
    """
    # Logistic regression with a normal prior, x = (1, θ): gradient Σ_q (r_q − n_q p_q) x_q − β/σ² and information
    # Σ_q n_q p_q (1 − p_q) x_q x_qᵀ + 1/σ², for r_q of n_q expected votes at grid point q that agree
    precision = 1 / variance
    p_agree = _logistic(beta @ basis.T)
    totals = agreed + disagreed
    gradient = (agreed - totals * p_agree) @ basis - beta * precision
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(len(basis), 9)
    information = ((totals * p_agree * (1 - p_agree)) @ squares).reshape(-1, 3, 3) + np.diag(precision)
    inverse = np.linalg.inv(information)
    step = np.einsum("sij,sj->si", inverse, gradient)
    # Clipped: where nearly all agree the curve is flat, and a full step would overshoot
    return beta + np.clip(step, -MAX_STEP, MAX_STEP), np.diagonal(inverse, axis1=1, axis2=2)


def _unimodal_densities(posterior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Density of positions along each axis: the unimodal one that fits the posterior best."""
    expected = posterior.sum(axis=0).reshape(STEPS, STEPS)
    return fit_unimodal_shares(expected.sum(axis=1)), fit_unimodal_shares(expected.sum(axis=0))


def fit_unimodal_shares(counts: np.ndarray) -> np.ndarray:
    """Return the most likely shares for these counts among those that rise to one peak and fall after it."""
    # Each peak is tried: before it shares rise, after it they fall. The isotonic least-squares fit of either part is also
    # its maximum-likelihood fit for counts, so the peak with the highest likelihood gives the best of all.
    # Not at the top: scipy.optimize takes a quarter of a second
    from scipy.optimize import isotonic_regression

    shares = counts / counts.sum()
    best, best_likelihood = shares, -np.inf
    for peak in range(len(shares) + 1):
        rising = isotonic_regression(shares[:peak]).x if peak else shares[:0]
        falling = isotonic_regression(shares[peak:], increasing=False).x if peak < len(shares) else shares[:0]
        curve = np.maximum(np.concatenate([rising, falling]), 1e-12)  # log 0 where nobody is expected
        likelihood = float(shares @ np.log(curve))
        if likelihood > best_likelihood:
            best, best_likelihood = curve / curve.sum(), likelihood
    return best


def _draw_positions(density: np.ndarray, participants: int, random: np.random.Generator) -> np.ndarray:
    """Draw positions along one axis: a grid point, and a uniform offset within the step around it."""
    # Without the offset people would stand at 15 points, and the clustering would take these for groups
    step = 2 * REACH / (STEPS - 1)
    return random.choice(_grid_axis(), size=participants, p=density) + step * (
        random.random(participants) - 0.5
    )


def _logistic(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
