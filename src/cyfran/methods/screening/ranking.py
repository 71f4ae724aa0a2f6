"""The ranking model: a linear classifier of the decisions so far, scores of records, and the words that moved a record."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.screening.features import Features, text_features  # noqa: F401 (the examples)

Product = Callable[[np.ndarray], np.ndarray]
PENALTY, BALANCE = 0.11, 9.8  # C, and all relevant to all irrelevant: ASReview's ELAS u4
TOLERANCE, MAX_CG_STEPS, MAX_NEWTON_ROUNDS = 1e-4, 200, 20


@dataclass(frozen=True, eq=False)
class RankingModel:
    """A fitted model.

    Attributes
    ----------
    weights, bias
        A record scores ``row @ weights + bias``.
    dual
        The dual coefficient of each decided record, in the order of the decisions; where the next fit begins.
    """

    weights: np.ndarray
    bias: float
    dual: np.ndarray


@dataclass(frozen=True)
class TermContribution:
    """A word or pair of words, and how far it moved a record up (or down, below 0)."""

    term: str
    contribution: float


def fit_ranking_model(
    features: Features, decided: np.ndarray, relevant: np.ndarray, start: RankingModel | None = None
) -> RankingModel:
    """Fit the model to the decisions so far.

    A linear support vector machine with squared hinge loss and C = 0.11 whose bias is penalised as the weights are. The relevant
    weigh 9.8 times as much as all others together; both numbers, and the features, are those of ASReview's default (ELAS u4).

    Parameters
    ----------
    features
        Of all records.
    decided
        Numbers of the records decided, in the order of decisions.
    relevant
        For each of them whether it was found relevant. Both kinds are needed.
    start
        The model after the first of these decisions, where there is one: the same answer, sooner.

    Returns
    -------
    RankingModel

    Raises
    ------
    MethodError
        ``one_kind_of_decision`` unless something was found relevant and something not.

    Notes
    -----
    The dual, (K + D) b = y over the records within the margin, is solved by conjugate gradients from where the last fit ended;
    which records are within the margin is settled in a few rounds (finite Newton). Each step reads the rows of the decided
    records twice. The kernel of what stands in one record only is a diagonal (``Features.alone``).

    References
    ----------
    S. S. Keerthi, D. DeCoste (2005), A modified finite Newton method for fast solution of large scale linear SVMs, *JMLR* 6,
    341-361. J. de Bruin et al. (2025), ASReview ELAS, doi:10.5281/zenodo.15190172.

    Examples
    --------
    >>> import numpy as np
    >>> features = text_features(["walking group for men", "hip surgery", "walking group in hills", "knee surgery"])
    >>> model = fit_ranking_model(features, np.array([0, 1]), np.array([True, False]))
    >>> walking, knee = scores(features, model)[2:]
    >>> bool(walking > knee)
    True
    """
    relevant = np.asarray(relevant, dtype=bool)
    rows, alone = features.matrix[decided], features.alone[decided]
    number, transposed = len(relevant), rows.T
    dual = np.zeros(number)
    if start is not None:
        dual[: len(start.dual)] = start.dual
    # K = X Xᵀ + diag(alone), multiplied from the right and never formed: it would be dense
    dual = solve_newton(lambda b: rows @ (transposed @ b) + alone * b, 1.0, relevant, dual)
    return RankingModel(transposed @ dual, float(dual.sum()), dual)


def solve_newton(kernel: Product, diagonal: float, relevant: np.ndarray, dual: np.ndarray) -> np.ndarray:
    """Return the dual coefficients of the decided records, starting from ``dual`` (0 where a record is new).

    ``kernel`` multiplies by the matrix of products of the decided records, ``diagonal`` is a record's product with itself.
    """
    number, included = len(relevant), int(relevant.sum())
    if not 0 < included < number:
        raise MethodError("decisions_all_alike")
    y = np.where(relevant, 1.0, -1.0)
    # min ½‖w‖² + ½b² + C Σ s_i max(0, 1 − y_i f(x_i))² with weights s of mean 1. Its dual over the records within the
    # margin is (K + 11ᵀ + D) β = y with D_ii = 1/(2 C s_i); 11ᵀ is the bias, as the weight of a constant feature.
    weights = np.where(relevant, 1.0, included / (BALANCE * (number - included)))
    ridge = weights.sum() / (2 * PENALTY * number * weights)
    # A new record begins with 0 and so within the margin. y β ≥ 0 at the optimum, and f = (K + 11ᵀ) β tells who is within:
    # once that set stays the same this is the optimum, up to the solver's tolerance, whatever the start was.
    active = (y * dual >= 0).astype(float)
    for _ in range(MAX_NEWTON_ROUNDS):
        dual, products = _conjugate_gradients(kernel, ridge, ridge + diagonal + 1, active, y, dual * active)
        violated = (y * (products - ridge * dual) < 1.0).astype(float)
        if np.array_equal(violated, active):
            break
        active = violated
    return dual


def _conjugate_gradients(
    kernel: Product,
    ridge: np.ndarray,
    preconditioner: np.ndarray,
    active: np.ndarray,
    y: np.ndarray,
    dual: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Solve (K + 11ᵀ + D) b = y over the active records by conjugate gradients with the diagonal as preconditioner.

    Returns b, and (K + 11ᵀ + D) b over all records.
    """

    def multiply(b: np.ndarray) -> np.ndarray:
        return kernel(b) + b.sum() + ridge * b

    products = multiply(dual)
    residual = active * (y - products)
    preconditioned = residual / preconditioner
    direction, norm = preconditioned, residual @ preconditioned
    # Relative to a start from 0, not to where a warm start begins: each fit is equally exact, however near it began
    target = TOLERANCE**2 * ((active * y / preconditioner) @ y)
    for _ in range(MAX_CG_STEPS):
        if norm <= target:
            break
        # The mask keeps the steps among the active; the products of all others are updated along, as they tell who is
        # within the margin next
        image = multiply(direction)
        step = norm / (direction @ (active * image))
        dual = dual + step * direction
        products = products + step * image
        residual = residual - step * (active * image)
        preconditioned = residual / preconditioner
        norm, previous = residual @ preconditioned, norm
        direction = preconditioned + (norm / previous) * direction
    return dual, products


def scores(features: Features, model: RankingModel) -> np.ndarray:
    """Score every record; the highest is the likeliest to be relevant.

    Parameters
    ----------
    features
        Of all records.
    model
        As fitted.

    Returns
    -------
    ndarray
        One score a record. It is no probability.

    Examples
    --------
    >>> import numpy as np
    >>> features = text_features(["men walk", "men sing", "dogs bark", "dogs walk"])
    >>> model = fit_ranking_model(features, np.array([0, 2]), np.array([True, False]))
    >>> int(np.argmax(scores(features, model)))
    0
    """
    return features.matrix @ model.weights + model.bias


def term_contributions(
    features: Features, model: RankingModel, record: int, most: int = 6
) -> tuple[TermContribution, ...]:
    """Return the words that contribute most to the score of a record.

    Parameters
    ----------
    features, model
        As scored.
    record
        Its number.
    most
        How many words at most.

    Returns
    -------
    tuple of TermContribution
        The strongest first, up or down; what each adds to the score.

    Examples
    --------
    >>> import numpy as np
    >>> features = text_features(["men walk", "men sing", "dogs bark", "dogs walk"])
    >>> model = fit_ranking_model(features, np.array([0, 2]), np.array([True, False]))
    >>> [word.term for word in term_contributions(features, model, 1)]
    ['men']
    """
    first, last = features.matrix.indptr[record : record + 2]
    columns = features.matrix.indices[first:last]
    contributions = features.matrix.data[first:last] * model.weights[columns]
    strongest = np.lexsort((features.terms[columns], -np.abs(contributions)))[:most]
    terms = features.words_of(columns[strongest])
    return tuple(
        TermContribution(term, float(contributions[i]))
        for term, i in zip(terms, strongest, strict=True)
        if contributions[i]
    )
