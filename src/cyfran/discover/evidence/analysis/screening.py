"""From records and what people said of them to methods, and back."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import numpy as np

from cyfran.discover.evidence.queries.screening import Decided, decided_in, open_records, texts_in
from cyfran.methods.dedup import Bibliographic, deduplicate
from cyfran.methods.errors import MethodError
from cyfran.methods.screening import (
    Agreement,
    Features,
    Stopping,
    agreement,
    fit_ranking_model,
    missed_in_sample,
    moved_by,
    scores,
    stopping,
    text_features,
)

MOST_FOLLOWING = 50
WORTH_A_LOOK = 0.2  # a person looks at less likely copies, too: a copy that is overlooked is read twice
MOST_WORDS = 6


@dataclass(frozen=True)
class Alike:
    """Two records that may be one."""

    first: UUID
    second: UUID
    probability: float
    certain: bool
    differ: tuple[str, ...]


def find_duplicates(records: Sequence) -> list[Alike]:
    """Compare all records of a review, in the order of their numbers."""
    found = deduplicate(
        [
            Bibliographic(
                one.title,
                one.authors,
                str(one.year or ""),
                one.source,
                one.volume,
                one.pages,
                one.doi,
                one.beginning,
            )
            for one in records
        ],
        possible=WORTH_A_LOOK,
    )
    return [
        Alike(
            records[pair.first].pk,
            records[pair.second].pk,
            pair.probability,
            pair.decision == "certain",
            pair.differ,
        )
        for pair in found.pairs
    ]


@dataclass(frozen=True)
class Order:
    """What to read next, and which words moved each record there."""

    decided: int
    relevant: int
    following: list[dict]


_kept: dict[str, tuple[list[UUID], Features]] = {}


def order_of(review) -> Order | None:
    """Train on what is decided and rank the rest; None as long as there is nothing of both kinds."""
    said = [one for one in decided_in(review) if one.final is not None]
    if len({one.final for one in said}) < 2:
        return None
    names, features = _features(review)
    place = {name: i for i, name in enumerate(names)}
    decided = [one for one in said if one.record in place]  # without what became a copy in between
    relevant = [bool(one.final) for one in decided]
    if len(set(relevant)) < 2:
        return None
    there = set(open_records(review).values_list("pk", flat=True))
    model = fit_ranking_model(features, np.array([place[one.record] for one in decided]), np.array(relevant))
    score = scores(features, model)
    score[[place[one.record] for one in decided]] = -np.inf
    score[[name not in there for name in names]] = -np.inf
    ranked = [int(i) for i in np.argsort(-score, kind="stable")[:MOST_FOLLOWING] if np.isfinite(score[i])]
    following = [
        {
            "record": str(names[i]),
            "words": [[one.word, round(one.by, 4)] for one in moved_by(features, model, i, MOST_WORDS)],
        }
        for i in ranked
    ]
    return Order(len(decided), sum(relevant), following)


def _features(review) -> tuple[list[UUID], Features]:
    """Of a review's records. Those of one review are kept, until its records change."""
    names, texts = texts_in(review)
    digest = hashlib.sha256("\n".join(map(str, names)).encode()).hexdigest()
    if digest not in _kept:
        _kept.clear()
        _kept[digest] = names, text_features(texts)
    return _kept[digest]


def stopping_figures(decided: Sequence[Decided], records: int) -> Stopping:
    """What may be said after so much reading, in the order in which records were decided."""
    final = [one.final for one in decided if one.final is not None]
    return stopping(np.array(final, dtype=bool), records)


def as_figures(figures: Stopping) -> dict:
    """As they are kept beside what a person decided."""
    return json.loads(json.dumps(asdict(figures)))


def by_sample(drawn: int, found: int, unread: int) -> int:
    """How many relevant records may be unread, after a random sample was read."""
    return missed_in_sample(drawn, found, unread)


def screening_agreement(pairs: Sequence[tuple[str, str]]) -> Agreement | None:
    """Two people's verdicts on the same records."""
    try:
        return agreement([one for one, _ in pairs], [other for _, other in pairs])
    except MethodError as error:
        if error.code != "nothing_read_by_both":
            raise
        return None
