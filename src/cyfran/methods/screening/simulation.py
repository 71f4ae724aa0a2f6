"""Simulation: a finished review read again in the model's order, and how soon the relevant records are found."""

import hashlib
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain, provenance
from cyfran.methods.screening.features import Features, text_features
from cyfran.methods.screening.reading import ScreeningRanker
from cyfran.methods.screening.stopping import stopping

VERSION = "1"
RULE, TARGET, CONFIDENCE, CHECK_EVERY = "cmh", 0.95, 0.95, 10


@dataclass(frozen=True)
class StoppingPoint:
    """Where the stopping rule would first have let a reader stop.

    Attributes
    ----------
    rule, target, confidence
        What was asked for.
    fired_at
        After how many records; None where it never did before all were read.
    recall_then
        Share of the relevant found by then.
    missed_then
        Relevant records not found by then.
    saved
        Share of the records not read.
    """

    rule: str
    target: float
    confidence: float
    fired_at: int | None
    recall_then: float
    missed_then: int
    saved: float


@dataclass(frozen=True)
class Simulation:
    """A simulated reading. The records it began with are left out of every figure.

    Attributes
    ----------
    records, relevant
        How many there are to find things among, and to find.
    steps
        Records read until the last relevant one was found.
    loss
        0 for the best order, 1 for the worst (area between the best curve and this one).
    wss95
        Work saved over reading at random when 95 % are found.
    rrf10
        Share of the relevant found after a tenth of the records.
    atd
        How many records are read, on average, until a relevant one is found.
    recall_curve
        Share of the relevant found after each record.
    order
        Numbers of the records in the order of reading, those it began with first.
    stopping
        As the rule would have had it.
    ms_per_step, cpu_seconds
        CPU time to train and rank once, and in all.
    """

    records: int
    relevant: int
    steps: int
    loss: float
    wss95: float
    rrf10: float
    atd: float
    recall_curve: tuple[float, ...]
    order: tuple[int, ...]
    stopping: StoppingPoint
    ms_per_step: float
    cpu_seconds: float
    seed: int
    began_with: tuple[int, int]
    input_sha256: str

    def to_dict(self) -> dict:
        """Plain values, with how they were made. Only the two times differ from run to run."""
        plain = as_plain(self)
        included, excluded = plain.pop("began_with")
        options = {"model": "svm", "prior_included": included, "prior_excluded": excluded}
        method = provenance("screening", VERSION, options, plain.pop("seed"), plain.pop("input_sha256"))
        return plain | {"method": method}


def simulate(
    texts: Sequence[str],
    relevant: Sequence[bool] | np.ndarray,
    *,
    prior_included: int = 1,
    prior_excluded: int = 1,
    seed: int = 0,
    target: float = TARGET,
    confidence: float = CONFIDENCE,
) -> Simulation:
    """Read a review again in the order of a model that is trained after each record.

    Parameters
    ----------
    texts
        Title and abstract of each record.
    relevant
        Whether each was found relevant.
    prior_included, prior_excluded
        How many relevant and other records are known at the start, drawn by ``seed``.
    seed
        Draws the records known at the start, as ASReview does with the same seed.
    target, confidence
        Of the stopping rule, which is asked every 10 records.

    Returns
    -------
    Simulation

    Raises
    ------
    MethodError
        ``records_differ`` where texts and decisions are not as many, ``too_few_relevant`` where fewer are there than to begin
        with and one to find.

    Notes
    -----
    Where records score the same, the earlier comes first. Definitions of loss, WSS, RRF and ATD: ASReview's, with the records
    known at the start left out.

    References
    ----------
    J. de Bruin et al. (2023), SYNERGY, doi:10.34894/HE6NAQ; A. M. Cohen et al. (2006), *JAMIA* 13, 206-219 (WSS).

    Examples
    --------
    >>> texts = [f"walking group {i}" for i in range(5)] + [f"hip surgery {i}" for i in range(15)]
    >>> simulate(texts, [True] * 5 + [False] * 15, seed=1).steps
    4
    """
    cpu_start = time.process_time()
    labels = np.asarray(relevant, dtype=bool)
    if len(labels) != len(texts):
        raise MethodError("records_differ", texts=len(texts), decisions=len(labels))
    priors = _draw_priors(labels, prior_included, prior_excluded, seed)
    features = text_features(texts)
    training_start = time.process_time()
    order = _simulate_reading(features, labels, priors)
    training_time = time.process_time() - training_start
    hits = labels[order[len(priors) :]]
    records, to_find = len(labels) - len(priors), int(labels.sum()) - prior_included
    stopping_point = _find_stopping_point(hits, records, to_find, target, confidence)
    positions = np.flatnonzero(hits) + 1
    return Simulation(
        **_metrics(positions, records, to_find),
        recall_curve=tuple((np.cumsum(hits) / to_find).tolist()),
        order=tuple(order.tolist()),
        stopping=stopping_point,
        ms_per_step=1000 * training_time / len(hits),
        cpu_seconds=time.process_time() - cpu_start,
        seed=seed,
        began_with=(prior_included, prior_excluded),
        input_sha256=_digest(texts, labels),
    )


def _draw_priors(labels: np.ndarray, included: int, excluded: int, seed: int) -> np.ndarray:
    """The records known at the start, relevant ones first. NumPy's older generator, as ASReview uses it."""
    drawn = []
    for label, number, needed in ((True, included, included + 1), (False, excluded, excluded + 1)):
        candidates = np.flatnonzero(labels == label)
        if number < 1 or len(candidates) < needed:
            raise MethodError("too_few_relevant", needed=included + 1, others=excluded + 1)
        drawn.append(np.random.RandomState(seed).choice(candidates, number, replace=False))
    return np.concatenate(drawn)


def _simulate_reading(features: Features, labels: np.ndarray, priors: np.ndarray) -> np.ndarray:
    """Read until the last relevant record is found."""
    ranker = ScreeningRanker(features)
    for record in priors:
        ranker.decide(int(record), bool(labels[record]))
    remaining = int(labels.sum() - labels[priors].sum())
    while remaining:
        record = ranker.next()
        ranker.decide(record, bool(labels[record]))
        remaining -= int(labels[record])
    return np.array(ranker.order)


def _metrics(positions: np.ndarray, records: int, to_find: int) -> dict:
    """Definitions of ASReview: ``positions`` are those of the relevant records in the reading, from 1."""
    read_at_95 = int(positions[int(np.ceil(0.95 * to_find)) - 1])
    area = float((records - positions + 1).sum())  # area under the curve, in records
    # R relevant of N: the best order has area R N − R(R − 1)/2, the worst R(R + 1)/2, and they differ by R(N − R)
    best_area = to_find * (records - (to_find - 1) / 2)
    return {
        "records": records,
        "relevant": to_find,
        "steps": int(positions[-1]),
        "loss": (best_area - area) / (to_find * (records - to_find)),
        "wss95": 0.95 - read_at_95 / records,  # Cohen 2006: (TN + FN)/N − (1 − recall), at a recall of 95 %
        "rrf10": float((positions <= 0.1 * records).mean()),
        "atd": float(positions.mean()),
    }


def _find_stopping_point(
    hits: np.ndarray, records: int, to_find: int, target: float, confidence: float
) -> StoppingPoint:
    """Return where the rule first allows to stop, when asked every ten records."""
    # While relevant records are still being found p goes up and down, so every step is asked. Once all are found it only
    # falls, and the first step can be found by bisection.
    all_hits = np.zeros(records, dtype=bool)
    all_hits[: len(hits)] = hits

    def fires(step: int) -> bool:
        return stopping(
            all_hits[: step * CHECK_EVERY], records, target=target, confidence=confidence
        ).may_stop

    last, end = len(hits) // CHECK_EVERY, (records - 1) // CHECK_EVERY
    step = next((step for step in range(1, last + 1) if fires(step)), None)
    if step is None and last < end and fires(end):
        step = last + 1 + bisect_left(range(last + 1, end + 1), True, key=fires)
    if step is None:
        return StoppingPoint(RULE, target, confidence, None, 1.0, 0, 0.0)
    read = step * CHECK_EVERY
    found = int(all_hits[:read].sum())
    return StoppingPoint(RULE, target, confidence, read, found / to_find, to_find - found, 1 - read / records)


def _digest(texts: Sequence[str], labels: np.ndarray) -> str:
    digest = hashlib.sha256()
    for text, label in zip(texts, labels, strict=True):
        digest.update(f"{int(label)} {len(text)} {text}\n".encode())
    return digest.hexdigest()
