"""One continuous population without groups, fitted to the votes: what groups have to stand out against.

Everyone has a place in two dimensions; the chance to agree follows a logistic curve along a direction of the statement (an
ideal-point model). Places are never guessed one by one, which would make opinion look looser than it is, but summed over
(marginal likelihood by expectation and maximisation on a grid: Bock and Aitkin 1981). The cloud of places may be skewed,
flat or peaked along each axis, as the votes have it; all it may not have is a second hump.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

REACH, STEPS = 3.0, 15  # the grid: from -3 to 3 standard deviations in 15 steps
TURNS = 25
SHAPED_FROM = 12  # turns with a normal cloud before its shape is fitted too
SPREAD_OF_LEVEL = 3.0  # a weak prior: it only keeps unanimous statements finite
SPREAD_KNOWN_FROM = 4  # turns before the spread of slopes is read from the slopes
LEAST_VARIANCE = 1e-4
KERNEL = 0.5  # how sure the places on the map are, to begin with
LONGEST_STEP = 1.0


@dataclass(frozen=True)
class OnePopulation:
    """The fitted model: ``levels`` S, ``slopes`` S x 2, and how many people stand at each grid point of either axis."""

    levels: np.ndarray
    slopes: np.ndarray
    shape: tuple[np.ndarray, np.ndarray]

    def answers_anew(
        self,
        rows: np.ndarray,
        columns: np.ndarray,
        answers: np.ndarray,
        people: int,
        random: np.random.Generator,
    ) -> np.ndarray:
        """Draw everyone a place, and their answers on what they saw. Who passed where stays as it was."""
        places = np.column_stack([_draw(along, people, random) for along in self.shape])
        lean = self.levels[columns] + (places[rows] * self.slopes[columns]).sum(axis=1)
        agrees = random.random(len(rows)) < _logistic(lean)
        return np.where(answers == 0, 0, np.where(agrees, 1, -1)).astype(np.int8)


def fit_one_population(
    rows: np.ndarray, columns: np.ndarray, answers: np.ndarray, shape: tuple[int, int], places: np.ndarray
) -> OnePopulation:
    """Fit the model to answers that are not passes, starting from places on the plane.

    O(turns x votes x grid points) multiply-adds, as products of a sparse with a small dense matrix.
    """
    agreed, disagreed = (
        csr_array((np.ones(int(here.sum())), (rows[here], columns[here])), shape=shape)
        for here in (answers == 1, answers == -1)
    )
    points = _grid()
    known = np.column_stack([np.ones(len(points)), points])
    along = (_normal(), _normal())
    beliefs = _near(places, points)
    beta, variance = np.zeros((shape[1], 3)), np.full(3, SPREAD_OF_LEVEL**2)
    for turn in range(TURNS):
        beta, doubt = _statements(agreed.T @ beliefs, disagreed.T @ beliefs, known, beta, variance)
        if turn >= SPREAD_KNOWN_FROM:  # so a second direction that is not there fades away
            variance[1:] = np.maximum((beta**2 + doubt).mean(axis=0)[1:], LEAST_VARIANCE)
        beliefs = _people(agreed, disagreed, known, beta, along)
        if turn >= SHAPED_FROM:
            along = _without_second_hump(beliefs)
    return OnePopulation(beta[:, 0], beta[:, 1:], along)


def _axis() -> np.ndarray:
    return np.linspace(-REACH, REACH, STEPS)


def _grid() -> np.ndarray:
    return np.stack(np.meshgrid(_axis(), _axis(), indexing="ij"), axis=-1).reshape(-1, 2)


def _normal() -> np.ndarray:
    density = np.exp(-(_axis() ** 2) / 2)
    return density / density.sum()


def _near(places: np.ndarray, points: np.ndarray) -> np.ndarray:
    """First beliefs on where everyone stands: near their place on the map."""
    scaled = np.clip((places - places.mean(axis=0)) / np.maximum(places.std(axis=0), 1e-9), -REACH, REACH)
    off = ((scaled[:, None, :] - points) ** 2).sum(axis=2)
    beliefs = np.exp(-(off - off.min(axis=1, keepdims=True)) / (2 * KERNEL**2))
    return beliefs / beliefs.sum(axis=1, keepdims=True)


def _people(
    agreed: csr_array,
    disagreed: csr_array,
    known: np.ndarray,
    beta: np.ndarray,
    along: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """How likely everyone stands at each grid point, given their votes (P x grid points)."""
    lean = beta @ known.T
    before = np.log(np.maximum(np.outer(*along).ravel(), 1e-12))
    weight = before - (agreed @ np.logaddexp(0, -lean) + disagreed @ np.logaddexp(0, lean))
    beliefs = np.exp(weight - weight.max(axis=1, keepdims=True))
    return beliefs / beliefs.sum(axis=1, keepdims=True)


def _statements(
    for_it: np.ndarray, against: np.ndarray, known: np.ndarray, beta: np.ndarray, variance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One Newton step for level and slopes of every statement, from expected votes at each grid point (S x grid points).

    Also how doubtful each of them still is (S x 3 variances).
    """
    precision = 1 / variance
    chance = _logistic(beta @ known.T)
    voted = for_it + against
    slope = (for_it - voted * chance) @ known - beta * precision
    squares = (known[:, :, None] * known[:, None, :]).reshape(len(known), 9)
    curve = ((voted * chance * (1 - chance)) @ squares).reshape(-1, 3, 3) + np.diag(precision)
    inverse = np.linalg.inv(curve)
    step = np.einsum("sij,sj->si", inverse, slope)
    return beta + np.clip(step, -LONGEST_STEP, LONGEST_STEP), np.diagonal(inverse, axis1=1, axis2=2)


def _without_second_hump(beliefs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where people stand along each axis, as near to the beliefs as a curve with one hump can be."""
    everyone = beliefs.sum(axis=0).reshape(STEPS, STEPS)
    return fit_unimodal_shares(everyone.sum(axis=1)), fit_unimodal_shares(everyone.sum(axis=0))


def fit_unimodal_shares(counts: np.ndarray) -> np.ndarray:
    """Shares that rise to one peak and fall after it, most likely for these counts (isotonic on either side)."""
    # Not at the top: scipy.optimize takes a quarter of a second
    from scipy.optimize import isotonic_regression

    shares = counts / counts.sum()
    best, highest = shares, -np.inf
    for peak in range(len(shares) + 1):
        rising = isotonic_regression(shares[:peak]).x if peak else shares[:0]
        falling = isotonic_regression(shares[peak:], increasing=False).x if peak < len(shares) else shares[:0]
        curve = np.maximum(np.concatenate([rising, falling]), 1e-12)
        likelihood = float(shares @ np.log(curve))
        if likelihood > highest:
            best, highest = curve / curve.sum(), likelihood
    return best


def _draw(along: np.ndarray, people: int, random: np.random.Generator) -> np.ndarray:
    """Places along one axis: a grid point, and anywhere in the step around it."""
    step = 2 * REACH / (STEPS - 1)
    return random.choice(_axis(), size=people, p=along) + step * (random.random(people) - 0.5)


def _logistic(lean: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(lean, -30, 30)))
