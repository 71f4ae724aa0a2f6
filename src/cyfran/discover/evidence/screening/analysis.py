"""Screening by the methods: ranking records, and the figures on which screening may stop."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import numpy as np

from cyfran.discover.evidence.screening.queries import open_records, screening_decisions, texts_of_records
from cyfran.discover.evidence.screening.rules import ScreeningDecision
from cyfran.methods.errors import MethodError
from cyfran.methods.screening import (
    Agreement,
    Features,
    Stopping,
    agreement,
    fit_ranking_model,
    missed_in_sample,
    scores,
    stopping,
    term_contributions,
    text_features,
)

MAX_RANKED = 50
MAX_TERMS = 6


@dataclass(frozen=True)
class Order:
    """The records to screen next, each with the words that moved it there, and how many decisions this was learnt from."""

    decided: int
    relevant: int
    following: list[dict]


_features_cache: dict[str, tuple[list[UUID], Features]] = {}


def rank_records(review) -> Order | None:
    """Train on the decided records and rank the others; None until one is included and one excluded."""
    decided = [decision for decision in screening_decisions(review) if decision.final is not None]
    if len({decision.final for decision in decided}) < 2:
        return None
    record_ids, features = _features(review)
    place = {record_id: i for i, record_id in enumerate(record_ids)}
    # Without records that were found to be duplicates after their decision
    known = [decision for decision in decided if decision.record in place]
    relevant = [bool(decision.final) for decision in known]
    if len(set(relevant)) < 2:
        return None
    open_ids = set(open_records(review).values_list("pk", flat=True))
    model = fit_ranking_model(
        features, np.array([place[decision.record] for decision in known]), np.array(relevant)
    )
    score = scores(features, model)
    score[[place[decision.record] for decision in known]] = -np.inf
    score[[record_id not in open_ids for record_id in record_ids]] = -np.inf
    ranked = [int(i) for i in np.argsort(-score, kind="stable")[:MAX_RANKED] if np.isfinite(score[i])]
    following = [
        {
            "record": str(record_ids[i]),
            "words": [
                [term.term, round(term.contribution, 4)]
                for term in term_contributions(features, model, i, MAX_TERMS)
            ],
        }
        for i in ranked
    ]
    return Order(len(known), sum(relevant), following)


def _features(review) -> tuple[list[UUID], Features]:
    """Return record ids and text features of a review. Those of one review are cached until its records change."""
    record_ids, texts = texts_of_records(review)
    digest = hashlib.sha256("\n".join(map(str, record_ids)).encode()).hexdigest()
    if digest not in _features_cache:
        _features_cache.clear()
        _features_cache[digest] = record_ids, text_features(texts)
    return _features_cache[digest]


def stopping_figures(decisions: Sequence[ScreeningDecision], records: int) -> Stopping:
    """Return how many relevant records may be missed if screening stops now; decisions come in the order they were made."""
    final = [decision.final for decision in decisions if decision.final is not None]
    return stopping(np.array(final, dtype=bool), records)


def figures_as_json(figures: Stopping) -> dict:
    """Return the figures in plain values, to be stored with the stop that rests on them."""
    return json.loads(json.dumps(asdict(figures)))


def missed_by_sample(sampled: int, relevant: int, unread: int) -> int:
    """Return how many relevant records may be unscreened at most, once a random sample was screened."""
    return missed_in_sample(sampled, relevant, unread)


def screening_agreement(pairs: Sequence[tuple[str, str]]) -> Agreement | None:
    """Return how far two reviewers' verdicts on the same records agree, or None if there are none."""
    try:
        return agreement([first for first, _ in pairs], [second for _, second in pairs])
    except MethodError as error:
        if error.code != "nothing_read_by_both":
            raise
        return None
