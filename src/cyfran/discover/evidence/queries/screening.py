"""Who said what of which record, what follows from it, and what is to be read next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cyfran.discover.evidence.models import (
    AbstractVote,
    ControlSample,
    PriorityOrder,
    Record,
    Review,
    ScreeningPlan,
    ScreeningStop,
    ScreeningVerdict,
    ScreeningVote,
)
from cyfran.discover.evidence.queries.searches import searches_done

PEOPLE_AT_FIRST = 1


def people_of(review: Review) -> int:
    """How many people read each record."""
    newest = ScreeningPlan.objects.filter(review=review).order_by("-id").first()
    return newest.people if newest else PEOPLE_AT_FIRST


def records_to_read(review: Review) -> QuerySet[Record]:
    """Each once: no copies, and only of searches whose files were read to their end."""
    return Record.objects.filter(search__in=searches_done(review), duplicate_of__isnull=True)


def open_records(review: Review) -> QuerySet[Record]:
    """Those still to be read: once reading was stopped, only what later searches bring."""
    stop, records = current_stop(review), records_to_read(review)
    return records.filter(search__at__gt=stop.at) if stop else records


def texts_in(review: Review) -> tuple[list[UUID], list[str]]:
    rows = list(records_to_read(review).order_by("number").values_list("id", "title", "abstract"))
    return [pk for pk, _, _ in rows], [f"{title} {abstract}" for _, title, abstract in rows]


@dataclass(frozen=True)
class Decided:
    """What is said of a record so far.

    ``final`` is True or False once it is decided, else None; ``disputed`` where it takes another person. ``blind`` is what
    each reader said at first, before anybody could talk about it. ``at`` is when it was decided first, or last read.
    """

    record: UUID
    verdicts: dict[int, str]
    final: bool | None
    disputed: bool
    reason: str
    at: datetime
    blind: dict[int, str]


def decided_in(review: Review) -> list[Decided]:
    """Every record somebody has read, in the order in which it was decided (or last read)."""
    return decide_all(
        AbstractVote.objects.filter(record__review=review, record__duplicate_of__isnull=True),
        people_of(review),
    )


def decide_all(abstract_votes: QuerySet, people: int) -> list[Decided]:
    """Of judgements by abstract or by full text."""
    said: dict[UUID, list[AbstractVote]] = {}
    told = ("pk", "record_id", "by_id", "verdict", "arbiter", "reason", "at")
    for one in abstract_votes.order_by("id").values_list(*told, named=True):
        said.setdefault(one.record_id, []).append(one)
    found = [decide(record, words, people) for record, words in said.items()]
    return sorted(found, key=lambda one: (one.at, one.record))


@dataclass(frozen=True)
class ScreeningProgress:
    """How far reading is. Once it was stopped, ``part`` are the records of later searches, and the rest is set aside."""

    decided: list[Decided]
    records: int
    part: list[Decided]
    part_records: int

    @property
    def left(self) -> int:
        return self.part_records - sum(one.final is not None for one in self.part)

    @property
    def set_aside(self) -> int:
        return self.records - sum(one.final is not None for one in self.decided) - self.left


def reading_of(review: Review) -> ScreeningProgress:
    decided, records = decided_in(review), records_to_read(review).count()
    if current_stop(review) is None:
        return ScreeningProgress(decided, records, decided, records)
    there = set(open_records(review).values_list("pk", flat=True))
    return ScreeningProgress(decided, records, [one for one in decided if one.record in there], len(there))


def decide(record: UUID, words: Sequence[ScreeningVote], people: int) -> Decided:
    """From all that was said of a record, in any order. What is said again changes what is decided, but not when it was."""
    words = sorted(words, key=lambda one: one.pk)
    now = _weigh(record, words, people)
    if now.final is None or len(words) <= people:
        return now
    befores = (_weigh(record, words[:number], people) for number in range(people, len(words)))
    first = next((one.at for one in befores if one.final is not None), now.at)
    return replace(now, at=first)


def _weigh(record: UUID, words: Sequence[ScreeningVote], people: int) -> Decided:
    """Of each person's newest word: an arbiter's counts; else as many as are needed have to agree, and be sure."""
    newest = {one.by_id: one for one in words}
    blind: dict[int, str] = {}
    for one in words:
        if not one.arbiter:
            blind.setdefault(one.by_id, one.verdict)
    said = sorted(newest.values(), key=lambda one: one.pk)
    arbiters = [one for one in said if one.arbiter and one.verdict != ScreeningVerdict.UNSURE]
    readers = [one for one in said if not one.arbiter]
    verdicts = {one.by_id: one.verdict for one in readers}
    last = said[-1].at
    if arbiters:
        final = arbiters[-1]
        return Decided(
            record, verdicts, final.verdict == ScreeningVerdict.INCLUDE, False, final.reason, last, blind
        )
    if len(readers) < people:
        return Decided(record, verdicts, None, False, "", last, blind)
    kinds = {one.verdict for one in readers}
    if len(kinds) == 1 and ScreeningVerdict.UNSURE not in kinds:
        reason = next((one.reason for one in readers if one.reason), "")
        return Decided(record, verdicts, ScreeningVerdict.INCLUDE in kinds, False, reason, last, blind)
    return Decided(record, verdicts, None, True, "", last, blind)


def abstract_votes_of(record: Record) -> QuerySet[AbstractVote]:
    return AbstractVote.objects.filter(record=record).select_related("by").order_by("id")


def newest_of(record: Record, person) -> AbstractVote | None:
    return AbstractVote.objects.filter(record=record, by=person).order_by("-id").first()


def record_in(review: Review, pk) -> QuerySet[Record]:
    return Record.objects.filter(review=review, pk=pk).select_related("review__partnership", "search")


def screening_stops(review: Review) -> list[ScreeningStop]:
    """Every stop since reading last went on, the oldest first: each is of what was there then and not set aside before."""
    found: list[ScreeningStop] = []
    for one in ScreeningStop.objects.filter(review=review).select_related("by").order_by("id"):
        found = [*found, one] if one.stopped else []
    return found


def current_stop(review: Review) -> ScreeningStop | None:
    """Where reading was stopped, as long as it is."""
    return next(reversed(screening_stops(review)), None)


def is_set_aside(record: Record) -> bool:
    """Whether reading was stopped with this record unread, or decided by then."""
    stop = current_stop(record.review)
    return bool(stop and record.search.at <= stop.at)


def ordering_of(review: Review) -> PriorityOrder | None:
    return PriorityOrder.objects.filter(review=review).order_by("-id").first()


def sample_of(review: Review) -> ControlSample | None:
    return ControlSample.objects.filter(review=review).order_by("-id").first()


def sampled_records(review: Review) -> set[UUID]:
    """The records of the newest sample, but for those that turned out to be copies: nobody reads these."""
    sample = sample_of(review)
    return (
        set(sample.records.filter(duplicate_of__isnull=True).values_list("pk", flat=True))
        if sample
        else set()
    )


def next_for(review: Review, person) -> Record | None:
    """The record this person reads next: of an open sample, else in the model's order, else by chance.

    Nobody reads what they have read, nor what as many as are needed have read.
    """
    people = people_of(review)
    done = {one.record for one in decided_in(review) if len(one.verdicts) >= people or one.final is not None}
    done |= set(
        AbstractVote.objects.filter(record__review=review, by=person).values_list("record_id", flat=True)
    )
    there = open_records(review)
    sample, ordering = sample_of(review), ordering_of(review)
    if sample and (drawn := _first_besides(done, there.filter(samples=sample))):
        return drawn
    for one in ordering.following if ordering else []:
        if UUID(one["record"]) not in done and (found := there.filter(pk=one["record"]).first()):
            return found
    return _first_besides(done, there)


def _first_besides(done: set[UUID], records: QuerySet[Record]) -> Record | None:
    """The first in the order of chance; what is done is passed over here, because it may be thousands."""
    names = records.order_by("random_order").values_list("pk", flat=True).iterator(chunk_size=500)
    found = next((name for name in names if name not in done), None)
    return records.get(pk=found) if found else None


def ranking_reasons(review: Review, record: Record) -> list[tuple[str, float]]:
    """Why the model put a record where it is; nothing where chance did."""
    ordering = ordering_of(review)
    for one in ordering.following if ordering else []:
        if one["record"] == str(record.pk):
            return [(word, by) for word, by in one["words"]]
    return []


def said_by(review: Review, person, most: int) -> list[AbstractVote]:
    """What a person said, newest first, each record once."""
    rows = AbstractVote.objects.filter(record__review=review, by=person).select_related("record")
    newest: dict[UUID, AbstractVote] = {}
    for one in rows.order_by("-id")[: 4 * most]:
        newest.setdefault(one.record_id, one)
    return list(newest.values())[:most]


def find_records(review: Review, words: str, most: int) -> list[Record]:
    """Records whose titles have all these words, for whoever knows of studies to begin with.

    SQLite takes only A to Z for the same as a to z, so letters such as ô are looked for as they are likely to be written.
    """
    found = open_records(review)
    for word in words.split():
        written = {word, word.lower(), word.upper(), word.capitalize()}
        found = found.filter(reduce(or_, (Q(title__icontains=one) for one in written)))
    return list(found.order_by("number")[:most])


def reviews_with_new_decisions() -> list[Review]:
    """Reviews in which more is said than the newest order knows of."""
    said = AbstractVote.objects.filter(record__review=OuterRef("pk"))
    newer = AbstractVote.objects.filter(record__review=OuterRef("pk"), at__gt=OuterRef("ordered_at"))
    ordered = PriorityOrder.objects.filter(review=OuterRef("pk")).order_by("-id").values("at")[:1]
    found = Review.objects.annotate(ordered_at=ordered).filter(Exists(said))
    return list(found.filter(Q(ordered_at__isnull=True) | Exists(newer)))


def pairs_of_verdicts(decided: Sequence[Decided]) -> list[tuple[str, str]]:
    """What two readers of a record said at first, each without knowing of the other."""
    both = [[one.blind[person] for person in sorted(one.blind)] for one in decided]
    return [(one[0], one[1]) for one in both if len(one) > 1]


def included_in(review: Review) -> QuerySet[Record]:
    """Records that are included by title and abstract, by number."""
    chosen = [one.record for one in decided_in(review) if one.final]
    return Record.objects.filter(pk__in=chosen).order_by("number")


def rows_of_records(review: Review) -> Iterator[tuple[object, ...]]:
    """Each record by its number, as the columns of the file have it; the decision 1 or 0, empty where there is none."""
    decided = {one.record: one for one in decided_in(review)}
    records = Record.objects.filter(review=review).select_related("search", "duplicate_of").order_by("number")
    for one in records.iterator(chunk_size=1000):
        known = decided.get(one.duplicate_of_id or one.pk)
        final = "" if known is None or known.final is None else int(known.final)
        yield (
            one.number,
            one.title,
            one.abstract,
            one.authors,
            one.year or "",
            one.source,
            one.volume,
            one.issue,
            one.pages,
            one.doi,
            one.search.source,
            one.duplicate_of.number if one.duplicate_of else "",
            final,
            known.reason if known else "",
        )
