"""Reading records: what people say of them, who settles what, and when it is enough."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import record as note_event
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import Order, as_figures, order_of, where_it_stands
from cyfran.discover.evidence.models import (
    ControlSample,
    Halt,
    Judgement,
    Ordering,
    Record,
    Review,
    ScreeningPlan,
    Verdict,
    Word,
)
from cyfran.discover.evidence.queries.screening import (
    decide,
    decided_in,
    halt_of,
    judgements_of,
    people_of,
    records_to_read,
)


@transaction.atomic
def plan_screening(*, review: Review, people: int, by: User, at: datetime) -> None:
    """Say how many people read each record."""
    require(rules.may_review(by, review.partnership))
    ScreeningPlan.objects.create(review=review, people=people, at=at, by=by)
    note_event("screening.planned", review, by=by, at=at, within=review.partnership_id, people=people)


@transaction.atomic
def judge(
    *, record: Record, verdict: str, reason: str = "", note: str = "", by: User, at: datetime
) -> Judgement:
    """Say of a record whether it is to be included. It can be said again; the newest word of a person counts.

    Where readers disagree or are unsure, whoever speaks next and has not read it settles it; a sole reader may do so, too.
    """
    review = record.review
    require(rules.may_review(by, review.partnership))
    require(halt_of(review) is None, "screening_stopped")
    require(record.copy_of_id is None, "record_is_a_copy")
    require(not report_of(record.search.reading).is_waiting, "search_being_read")
    require(verdict == Verdict.EXCLUDE or not reason, "reason_only_to_exclude")
    people = people_of(review)
    arbiter = speaks_as_arbiter(judgements_of(record), people, by)
    judgement = Judgement.objects.create(
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


def speaks_as_arbiter(judgements: Iterable[Word], people: int, by: User) -> bool:
    """Whether what this person says next settles a disagreement. Refused where others have decided without them."""
    said = {one.by_id: one for one in judgements}
    mine = said.get(by.pk)
    if mine or not said:
        return bool(mine and mine.arbiter)
    now = decide(next(iter(said.values())).record_id, list(said.values()), people)
    require(now.final is None, "record_decided_already")
    return now.disputed


@transaction.atomic
def draw_sample(*, review: Review, size: int, by: User, at: datetime) -> ControlSample:
    """Draw unread records by chance, to check what the model's order leaves unread."""
    require(rules.may_review(by, review.partnership))
    read = {one.record for one in decided_in(review)}
    names = records_to_read(review).order_by("shuffled").values_list("pk", flat=True)
    drawn = list(islice((name for name in names if name not in read), size))
    require(bool(drawn), "nothing_left_to_read")
    sample = ControlSample.objects.create(review=review, at=at, by=by)
    sample.records.set(drawn)
    note_event("sample.drawn", review, by=by, at=at, within=review.partnership_id, records=len(drawn))
    return sample


@transaction.atomic
def halt_screening(*, review: Review, stopped: bool, note: str = "", by: User, at: datetime) -> Halt:
    """Say that enough was read, or that reading goes on. The figures it was said on are kept with it."""
    require(rules.may_review(by, review.partnership))
    require(stopped != bool(halt_of(review)), "nothing_to_change")
    decided = decided_in(review)
    require(not stopped or not any(one.disputed for one in decided), "settle_before_stopping")
    figures = as_figures(where_it_stands(decided, records_to_read(review).count()))
    halt = Halt.objects.create(review=review, stopped=stopped, figures=figures, note=note, at=at, by=by)
    kind = "screening.stopped" if stopped else "screening.resumed"
    note_event(kind, review, by=by, at=at, within=review.partnership_id)
    return halt


def renew_order(*, review: Review, at: datetime) -> Ordering | None:
    """Train on what is decided and keep the order that follows. ``at`` is when it began, so that nothing said since is missed."""
    order: Order | None = order_of(review)
    if order is None:
        return None
    return Ordering.objects.create(
        review=review, decided=order.decided, relevant=order.relevant, following=order.following, at=at
    )
