"""What would have been, had a review that is done been read in the model's order: how soon the relevant are found."""

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
RULE, TARGET, CONFIDENCE, ASKED_EVERY = "cmh", 0.95, 0.95, 10


@dataclass(frozen=True)
class Stopped:
    """Where the stopping rule would have let a reader stop.

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
    stopping: Stopped
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
        made = provenance("screening", VERSION, options, plain.pop("seed"), plain.pop("input_sha256"))
        return plain | {"method": made}


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
    began = time.process_time()
    labels = np.asarray(relevant, dtype=bool)
    if len(labels) != len(texts):
        raise MethodError("records_differ", texts=len(texts), decisions=len(labels))
    known = _known(labels, prior_included, prior_excluded, seed)
    features = text_features(texts)
    started = time.process_time()
    order = _read(features, labels, known)
    trained = time.process_time() - started
    found = labels[order[len(known) :]]
    records, there = len(labels) - len(known), int(labels.sum()) - prior_included
    stopped = _stopped(found, records, there, target, confidence)
    places = np.flatnonzero(found) + 1
    return Simulation(
        **_figures(places, records, there),
        recall_curve=tuple((np.cumsum(found) / there).tolist()),
        order=tuple(order.tolist()),
        stopping=stopped,
        ms_per_step=1000 * trained / len(found),
        cpu_seconds=time.process_time() - began,
        seed=seed,
        began_with=(prior_included, prior_excluded),
        input_sha256=_digest(texts, labels),
    )


def _known(labels: np.ndarray, included: int, excluded: int, seed: int) -> np.ndarray:
    """The records known at the start, relevant ones first. NumPy's older generator, as ASReview uses it."""
    found = []
    for kind, number, needed in ((True, included, included + 1), (False, excluded, excluded + 1)):
        there = np.flatnonzero(labels == kind)
        if number < 1 or len(there) < needed:
            raise MethodError("too_few_relevant", needed=included + 1, others=excluded + 1)
        found.append(np.random.RandomState(seed).choice(there, number, replace=False))
    return np.concatenate(found)


def _read(features: Features, labels: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Read until the last relevant record is found."""
    reading = ScreeningRanker(features)
    for record in known:
        reading.decide(int(record), bool(labels[record]))
    left = int(labels.sum() - labels[known].sum())
    while left:
        record = reading.next()
        reading.decide(record, bool(labels[record]))
        left -= int(labels[record])
    return np.array(reading.order)


def _figures(places: np.ndarray, records: int, there: int) -> dict:
    early = int(places[int(np.ceil(0.95 * there)) - 1])
    below = float((records - places + 1).sum())  # area under the curve, in records
    best = there * (records - (there - 1) / 2)
    return {
        "records": records,
        "relevant": there,
        "steps": int(places[-1]),
        "loss": (best - below) / (there * (records - there)),
        "wss95": 0.95 - early / records,
        "rrf10": float((places <= 0.1 * records).mean()),
        "atd": float(places.mean()),
    }


def _stopped(found: np.ndarray, records: int, there: int, target: float, confidence: float) -> Stopped:
    """When the rule first allows to stop. Once all are found doubt only falls, so that the place can be halved in on."""
    full = np.zeros(records, dtype=bool)
    full[: len(found)] = found

    def fires(step: int) -> bool:
        return stopping(full[: step * ASKED_EVERY], records, target=target, confidence=confidence).may_stop

    last, end = len(found) // ASKED_EVERY, (records - 1) // ASKED_EVERY
    step = next((step for step in range(1, last + 1) if fires(step)), None)
    if step is None and last < end and fires(end):
        step = last + 1 + bisect_left(range(last + 1, end + 1), True, key=fires)
    if step is None:
        return Stopped(RULE, target, confidence, None, 1.0, 0, 0.0)
    read = step * ASKED_EVERY
    seen = int(full[:read].sum())
    return Stopped(RULE, target, confidence, read, seen / there, there - seen, 1 - read / records)


def _digest(texts: Sequence[str], labels: np.ndarray) -> str:
    digest = hashlib.sha256()
    for text, label in zip(texts, labels, strict=True):
        digest.update(f"{int(label)} {len(text)} {text}\n".encode())
    return digest.hexdigest()
