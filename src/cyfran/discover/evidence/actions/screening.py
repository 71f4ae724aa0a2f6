"""Reading records: what people say of them, who settles what, and when it is enough."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event as note_event
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import Order, as_figures, order_of, stopping_figures
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
    Study,
)
from cyfran.discover.evidence.queries.screening import (
    abstract_votes_of,
    decide,
    decided_in,
    is_set_aside,
    newest_of,
    open_records,
    people_of,
    reading_of,
    screening_stops,
)


@transaction.atomic
def plan_screening(*, review: Review, people: int, by: User, at: datetime) -> None:
    """Say how many people read each record; not while reading is stopped, as that rests on it."""
    require(rules.may_review(by, review.partnership))
    require(not screening_stops(review), "screening_stopped")
    ScreeningPlan.objects.create(review=review, people=people, at=at, by=by)
    note_event("screening.planned", review, by=by, at=at, within=review.partnership_id, people=people)


@transaction.atomic
def screen(
    *, record: Record, verdict: str, reason: str = "", note: str = "", by: User, at: datetime
) -> AbstractVote:
    """Say of a record whether it is to be included. It can be said again; the newest word of a person counts.

    Where readers disagree or are unsure, whoever speaks next and has not read it settles it; a sole reader may do so, too.
    What was said already is not written down twice, and what became a study is no longer decided by its abstract.
    """
    record = (
        Record.objects.select_for_update(of=("self",)).select_related("review", "search").get(pk=record.pk)
    )
    review = record.review
    require(rules.may_review(by, review.partnership))
    require(not is_set_aside(record), "screening_stopped")
    require(not Study.objects.filter(record=record).exists(), "study_there_already")
    require(record.duplicate_of_id is None, "record_is_a_duplicate")
    require(not report_of(record.search.import_job).is_waiting, "search_being_read")
    require(verdict == ScreeningVerdict.EXCLUDE or not reason, "reason_only_to_exclude")
    said_last = newest_of(record, by)
    if said_last and (said_last.verdict, said_last.reason, said_last.note) == (verdict, reason, note):
        return said_last
    people = people_of(review)
    arbiter = is_arbiter(abstract_votes_of(record), people, by)
    judgement = AbstractVote.objects.create(
        record=record,
        verdict=verdict,
        reason=reason,
        note=note,
        arbiter=arbiter,
        at=at,
        by=by,
    )
    note_event("record.judged", record, by=by, at=at, within=review.partnership_id)
    return judgement


def is_arbiter(abstract_votes: Iterable[ScreeningVote], people: int, by: User) -> bool:
    """Whether what this person says next settles a disagreement. Refused where others have decided without them."""
    said = list(abstract_votes)
    mine = [one for one in said if one.by_id == by.pk]
    if mine or not said:
        return bool(mine and mine[-1].arbiter)
    now = decide(said[0].record_id, said, people)
    require(now.final is None, "record_decided_already")
    return now.disputed


@transaction.atomic
def draw_sample(*, review: Review, size: int, by: User, at: datetime) -> ControlSample:
    """Draw by chance from the records that are not decided, to check what the model's order leaves."""
    require(rules.may_review(by, review.partnership))
    read = {one.record for one in decided_in(review) if one.final is not None}
    names = open_records(review).order_by("random_order").values_list("pk", flat=True)
    drawn = list(islice((name for name in names if name not in read), size))
    require(bool(drawn), "nothing_left_to_read")
    sample = ControlSample.objects.create(review=review, at=at, by=by)
    sample.records.set(drawn)
    note_event("sample.drawn", review, by=by, at=at, within=review.partnership_id, records=len(drawn))
    return sample


@transaction.atomic
def stop_screening(*, review: Review, stopped: bool, note: str = "", by: User, at: datetime) -> ScreeningStop:
    """Say that enough was read, or that reading goes on. The figures it was said on are kept with it.

    After a stop only what later searches brought is to be read; a stop after that is of these records.
    """
    require(rules.may_review(by, review.partnership))
    reading, before = reading_of(review), screening_stops(review)
    require(bool(reading.part_records) if stopped else bool(before), "nothing_to_change")
    require(not stopped or not any(one.disputed for one in reading.part), "settle_before_stopping")
    figures = as_figures(stopping_figures(reading.part, reading.part_records))
    stop = ScreeningStop.objects.create(
        review=review, stopped=stopped, figures=figures, note=note, at=at, by=by
    )
    kind = "screening.stopped" if stopped else "screening.resumed"
    note_event(kind, review, by=by, at=at, within=review.partnership_id)
    return stop


def renew_order(*, review: Review, at: datetime) -> PriorityOrder | None:
    """Train on what is decided and keep the order that follows. ``at`` is when it began, so that nothing said since is missed."""
    order: Order | None = order_of(review)
    if order is None:
        return None
    return PriorityOrder.objects.create(
        review=review, decided=order.decided, relevant=order.relevant, following=order.following, at=at
    )
