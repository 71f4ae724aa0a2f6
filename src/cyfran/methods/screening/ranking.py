"""Which record to read next: a linear model of what was found relevant so far, and the words that moved a record."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.screening.features import Features, text_features  # noqa: F401 (the examples)

Product = Callable[[np.ndarray], np.ndarray]
PENALTY, BALANCE = 0.11, 9.8
CLOSE, MOST_STEPS, MOST_ROUNDS = 1e-4, 200, 20


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model.

    Attributes
    ----------
    weights, bias
        A record scores ``row @ weights + bias``.
    pull
        How much each decided record pulls, in the order of the decisions; where the next fit begins.
    """

    weights: np.ndarray
    bias: float
    pull: np.ndarray


@dataclass(frozen=True)
class Moved:
    """A word or pair of words, and how far it moved a record up (or down, below 0)."""

    word: str
    by: float


def fit_ranking_model(
    features: Features, decided: np.ndarray, relevant: np.ndarray, start: Model | None = None
) -> Model:
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
    Model

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
    number, turned = len(relevant), rows.T
    pull = np.zeros(number)
    if start is not None:
        pull[: len(start.pull)] = start.pull
    pull = solve_newton(lambda b: rows @ (turned @ b) + alone * b, 1.0, relevant, pull)
    return Model(turned @ pull, float(pull.sum()), pull)


def solve_newton(kernel: Product, length: float, relevant: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """How much each decided record pulls, from where it pulled before (0 where it is new).

    ``kernel`` multiplies by the decided records' products with each other, ``length`` is that of a record with itself.
    """
    number, found = len(relevant), int(relevant.sum())
    if not 0 < found < number:
        raise MethodError("one_kind_of_decision")
    y = np.where(relevant, 1.0, -1.0)
    weight = np.where(relevant, 1.0, found / (BALANCE * (number - found)))
    slack = weight.sum() / (2 * PENALTY * number * weight)
    within = (y * pull >= 0).astype(float)
    for _ in range(MOST_ROUNDS):
        pull, applied = _solved(kernel, slack, slack + length + 1, within, y, pull * within)
        now = (y * (applied - slack * pull) < 1.0).astype(float)
        if np.array_equal(now, within):
            break
        within = now
    return pull


def _solved(
    kernel: Product, slack: np.ndarray, about: np.ndarray, within: np.ndarray, y: np.ndarray, pull: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(K + D) b = y over the records within, by conjugate gradients with the diagonal as preconditioner.

    Gives b, and (K + D) b over all records.
    """

    def applied(b: np.ndarray) -> np.ndarray:
        return kernel(b) + b.sum() + slack * b

    reached = applied(pull)
    left = within * (y - reached)
    eased = left / about
    way, size = eased, left @ eased
    enough = CLOSE**2 * ((within * y / about) @ y)
    for _ in range(MOST_STEPS):
        if size <= enough:
            break
        seen = applied(way)
        length = size / (way @ (within * seen))
        pull = pull + length * way
        reached = reached + length * seen
        left = left - length * (within * seen)
        eased = left / about
        size, before = left @ eased, size
        way = eased + (size / before) * way
    return pull, reached


def scores(features: Features, model: Model) -> np.ndarray:
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


def moved_by(features: Features, model: Model, record: int, most: int = 6) -> tuple[Moved, ...]:
    """Say which words moved a record most.

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
    tuple of Moved
        The strongest first, up or down; what each adds to the score.

    Examples
    --------
    >>> import numpy as np
    >>> features = text_features(["men walk", "men sing", "dogs bark", "dogs walk"])
    >>> model = fit_ranking_model(features, np.array([0, 2]), np.array([True, False]))
    >>> [one.word for one in moved_by(features, model, 1)]
    ['men']
    """
    first, last = features.matrix.indptr[record : record + 2]
    columns = features.matrix.indices[first:last]
    by = features.matrix.data[first:last] * model.weights[columns]
    strongest = np.lexsort((features.terms[columns], -np.abs(by)))[:most]
    words = features.words_of(columns[strongest])
    return tuple(Moved(word, float(by[i])) for word, i in zip(words, strongest, strict=True) if by[i])
