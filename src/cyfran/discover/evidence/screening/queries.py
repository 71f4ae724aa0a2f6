"""Queries for screening: votes on records, the decisions that follow from them, and which record to screen next."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.models import (
    AbstractVote,
    ControlSample,
    PriorityOrder,
    ScreeningPlan,
    ScreeningStop,
)
from cyfran.discover.evidence.screening.rules import ScreeningDecision, decide
from cyfran.discover.evidence.searches.models import Record
from cyfran.discover.evidence.searches.queries import searches_done

DEFAULT_REVIEWERS = 1


def reviewers_per_record(review: Review) -> int:
    """Return how many reviewers must screen each record, by the newest plan."""
    plan = ScreeningPlan.objects.filter(review=review).order_by("-id").first()
    return plan.people if plan else DEFAULT_REVIEWERS


def records_to_read(review: Review) -> QuerySet[Record]:
    """Return the records to screen: no duplicates, and only of searches whose files were imported completely."""
    return Record.objects.filter(search__in=searches_done(review), duplicate_of__isnull=True)


def open_records(review: Review) -> QuerySet[Record]:
    """Return the records that screening is open for: after a stop, only those that later searches brought."""
    stop, records = current_stop(review), records_to_read(review)
    return records.filter(search__at__gt=stop.at) if stop else records


def texts_of_records(review: Review) -> tuple[list[UUID], list[str]]:
    """Return the ids of the records to screen and, in the same order, their titles with abstracts."""
    rows = list(records_to_read(review).order_by("number").values_list("id", "title", "abstract"))
    return [pk for pk, _, _ in rows], [f"{title} {abstract}" for _, title, abstract in rows]


def screening_decisions(review: Review) -> list[ScreeningDecision]:
    """Return the decision on every record with a vote, in the order in which they were decided (or last voted on)."""
    return decide_all(
        AbstractVote.objects.filter(record__review=review, record__duplicate_of__isnull=True),
        reviewers_per_record(review),
    )


def decide_all(votes: QuerySet, reviewers_needed: int) -> list[ScreeningDecision]:
    """Return the decisions that follow from votes by abstract or by full text, in the order of ``at``."""
    votes_by_record: dict[UUID, list[AbstractVote]] = {}
    fields = ("pk", "record_id", "by_id", "verdict", "arbiter", "reason", "at")
    for vote in votes.order_by("id").values_list(*fields, named=True):
        votes_by_record.setdefault(vote.record_id, []).append(vote)
    decisions = [
        decide(record, record_votes, reviewers_needed) for record, record_votes in votes_by_record.items()
    ]
    return sorted(decisions, key=lambda decision: (decision.at, decision.record))


@dataclass(frozen=True)
class ScreeningProgress:
    """How far screening is: all decisions and the number of records, and the same of the records it is open for.

    These are all records until screening is stopped, and then only those of later searches; the others are set aside.
    """

    decisions: list[ScreeningDecision]
    records: int
    current_decisions: list[ScreeningDecision]
    current_records: int

    @property
    def remaining(self) -> int:
        return self.current_records - sum(decision.final is not None for decision in self.current_decisions)

    @property
    def set_aside(self) -> int:
        return self.records - sum(decision.final is not None for decision in self.decisions) - self.remaining


def screening_progress(review: Review) -> ScreeningProgress:
    """Return how far the title and abstract screening of a review is."""
    decisions, records = screening_decisions(review), records_to_read(review).count()
    if current_stop(review) is None:
        return ScreeningProgress(decisions, records, decisions, records)
    open_ids = set(open_records(review).values_list("pk", flat=True))
    return ScreeningProgress(
        decisions, records, [decision for decision in decisions if decision.record in open_ids], len(open_ids)
    )


def abstract_votes_of(record: Record) -> QuerySet[AbstractVote]:
    return AbstractVote.objects.filter(record=record).select_related("by").order_by("id")


def newest_vote_by(record: Record, person) -> AbstractVote | None:
    return AbstractVote.objects.filter(record=record, by=person).order_by("-id").first()


def screening_stops(review: Review) -> list[ScreeningStop]:
    """Return the stops since screening last resumed, oldest first; each covers the records open at the time."""
    stops: list[ScreeningStop] = []
    for stop in ScreeningStop.objects.filter(review=review).select_related("by").order_by("id"):
        stops = [*stops, stop] if stop.stopped else []
    return stops


def current_stop(review: Review) -> ScreeningStop | None:
    """Return the newest stop, or None while screening goes on."""
    return next(reversed(screening_stops(review)), None)


def is_set_aside(record: Record) -> bool:
    """Return whether a stop covers this record, so that nobody can vote on it any more."""
    stop = current_stop(record.review)
    return bool(stop and record.search.at <= stop.at)


def newest_priority_order(review: Review) -> PriorityOrder | None:
    return PriorityOrder.objects.filter(review=review).order_by("-id").first()


def sample_of(review: Review) -> ControlSample | None:
    return ControlSample.objects.filter(review=review).order_by("-id").first()


def sampled_records(review: Review) -> set[UUID]:
    """Return the ids of the records of the newest control sample, without duplicates found since: nobody screens these."""
    sample = sample_of(review)
    return (
        set(sample.records.filter(duplicate_of__isnull=True).values_list("pk", flat=True))
        if sample
        else set()
    )


def next_record_for(review: Review, person) -> Record | None:
    """Return the record this reviewer screens next: of the newest sample, else by priority order, else in random order.

    Records that they have voted on, that enough reviewers have voted on, or that are decided, are passed over.
    """
    reviewers_needed = reviewers_per_record(review)
    done_ids = {
        decision.record
        for decision in screening_decisions(review)
        if len(decision.verdicts) >= reviewers_needed or decision.final is not None
    }
    done_ids |= set(
        AbstractVote.objects.filter(record__review=review, by=person).values_list("record_id", flat=True)
    )
    unscreened = open_records(review)
    sample, priority_order = sample_of(review), newest_priority_order(review)
    if sample and (sampled := _first_not_done(done_ids, unscreened.filter(samples=sample))):
        return sampled
    for ranked in priority_order.following if priority_order else []:
        if UUID(ranked["record"]) not in done_ids and (
            record := unscreened.filter(pk=ranked["record"]).first()
        ):
            return record
    return _first_not_done(done_ids, unscreened)


def _first_not_done(done_ids: set[UUID], records: QuerySet[Record]) -> Record | None:
    """Return the first record in random order that is not done. Done ids may be thousands, too many for an SQL list."""
    ids = records.order_by("random_order").values_list("pk", flat=True).iterator(chunk_size=500)
    first_id = next((record_id for record_id in ids if record_id not in done_ids), None)
    return records.get(pk=first_id) if first_id else None


def ranking_reasons(review: Review, record: Record) -> list[tuple[str, float]]:
    """Return the words that moved a record in the priority order, with their weights; none where the order is random."""
    priority_order = newest_priority_order(review)
    for ranked in priority_order.following if priority_order else []:
        if ranked["record"] == str(record.pk):
            return [(word, weight) for word, weight in ranked["words"]]
    return []


def newest_votes_by(review: Review, person, limit: int) -> list[AbstractVote]:
    """Return a reviewer's votes, newest first, one for each record."""
    rows = AbstractVote.objects.filter(record__review=review, by=person).select_related("record")
    newest: dict[UUID, AbstractVote] = {}
    for vote in rows.order_by("-id")[: 4 * limit]:
        newest.setdefault(vote.record_id, vote)
    return list(newest.values())[:limit]


def find_records(review: Review, words: str, limit: int) -> list[Record]:
    """Return records whose titles have all these words, for a reviewer who knows of relevant studies to begin with.

    SQLite ignores case only in A to Z, so each word is looked for in the spellings it is likely to have (for letters like ô).
    """
    records = open_records(review)
    for word in words.split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        records = records.filter(reduce(or_, (Q(title__icontains=spelling) for spelling in spellings)))
    return list(records.order_by("number")[:limit])


def reviews_with_new_decisions() -> list[Review]:
    """Return the reviews with votes newer than their newest priority order."""
    votes = AbstractVote.objects.filter(record__review=OuterRef("pk"))
    newer = AbstractVote.objects.filter(record__review=OuterRef("pk"), at__gt=OuterRef("ordered_at"))
    ordered = PriorityOrder.objects.filter(review=OuterRef("pk")).order_by("-id").values("at")[:1]
    reviews = Review.objects.annotate(ordered_at=ordered).filter(Exists(votes))
    return list(reviews.filter(Q(ordered_at__isnull=True) | Exists(newer)))


def included_in(review: Review) -> QuerySet[Record]:
    """Return the records included by title and abstract, by number."""
    included = [decision.record for decision in screening_decisions(review) if decision.final]
    return Record.objects.filter(pk__in=included).order_by("number")


def rows_of_records(review: Review) -> Iterator[tuple[object, ...]]:
    """Yield a row for each record by number, in the columns of records.csv; the decision is 1 or 0, or empty if open."""
    decided = {decision.record: decision for decision in screening_decisions(review)}
    records = Record.objects.filter(review=review).select_related("search", "duplicate_of").order_by("number")
    for record in records.iterator(chunk_size=1000):
        decision = decided.get(record.duplicate_of_id or record.pk)
        final = "" if decision is None or decision.final is None else int(decision.final)
        yield (
            record.number,
            record.title,
            record.abstract,
            record.authors,
            record.year or "",
            record.source,
            record.volume,
            record.issue,
            record.pages,
            record.doi,
            record.search.source,
            record.duplicate_of.number if record.duplicate_of else "",
            final,
            decision.reason if decision else "",
        )
