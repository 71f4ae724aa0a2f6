"""Actions of screening: votes on records, control samples, stopping, and the priority order."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.analysis import Order, figures_as_json, rank_records, stopping_figures
from cyfran.discover.evidence.screening.models import (
    AbstractVote,
    ControlSample,
    PriorityOrder,
    ScreeningPlan,
    ScreeningStop,
    ScreeningVerdict,
    ScreeningVote,
)
from cyfran.discover.evidence.screening.queries import (
    abstract_votes_of,
    is_set_aside,
    newest_vote_by,
    open_records,
    reviewers_per_record,
    screening_decisions,
    screening_progress,
    screening_stops,
)
from cyfran.discover.evidence.screening.rules import decide
from cyfran.discover.evidence.searches.models import Record
from cyfran.discover.evidence.searches.queries import is_study


@transaction.atomic
def plan_screening(*, review: Review, people: int, by: User, at: datetime) -> None:
    """Set how many reviewers screen each record; not while screening is stopped, as the stop rests on it."""
    require(rules.may_review(by, review.partnership))
    require(not screening_stops(review), "screening_stopped")
    ScreeningPlan.objects.create(review=review, people=people, at=at, by=by)
    log_event("screening.planned", review, by=by, at=at, within=review.partnership_id, people=people)


@transaction.atomic
def screen(
    *, record: Record, verdict: str, reason: str = "", note: str = "", by: User, at: datetime
) -> AbstractVote:
    """Save a reviewer's vote on a record by its title and abstract. They can vote again; their newest vote counts.

    Where reviewers disagree or are unsure, the next one who has not voted settles it (see ``is_arbiter``). The same vote twice
    in a row is saved once. A record that became a study is no longer screened.
    """
    record = (
        Record.objects.select_for_update(of=("self",)).select_related("review", "search").get(pk=record.pk)
    )
    review = record.review
    require(rules.may_review(by, review.partnership))
    require(not is_set_aside(record), "screening_stopped")
    require(not is_study(record), "study_there_already")
    require(record.duplicate_of_id is None, "record_is_a_duplicate")
    require(not report_of(record.search.import_job).is_waiting, "search_being_read")
    require(verdict == ScreeningVerdict.EXCLUDE or not reason, "reason_only_to_exclude")
    previous = newest_vote_by(record, by)
    if previous and (previous.verdict, previous.reason, previous.note) == (verdict, reason, note):
        return previous
    reviewers_needed = reviewers_per_record(review)
    arbiter = is_arbiter(abstract_votes_of(record), reviewers_needed, by)
    vote = AbstractVote.objects.create(
        record=record,
        verdict=verdict,
        reason=reason,
        note=note,
        arbiter=arbiter,
        at=at,
        by=by,
    )
    log_event("record.screened", record, by=by, at=at, within=review.partnership_id)
    return vote


def is_arbiter(votes: Iterable[ScreeningVote], reviewers_needed: int, by: User) -> bool:
    """Return whether this reviewer's next vote settles a disagreement; refused where others have decided without them."""
    votes = list(votes)
    own_votes = [vote for vote in votes if vote.by_id == by.pk]
    if own_votes or not votes:
        return bool(own_votes and own_votes[-1].arbiter)
    decision = decide(votes[0].record_id, votes, reviewers_needed)
    require(decision.final is None, "record_decided_already")
    return decision.disputed


@transaction.atomic
def draw_sample(*, review: Review, size: int, by: User, at: datetime) -> ControlSample:
    """Draw a random sample of undecided records, to check what the priority order leaves unscreened."""
    require(rules.may_review(by, review.partnership))
    decided = {decision.record for decision in screening_decisions(review) if decision.final is not None}
    ids = open_records(review).order_by("random_order").values_list("pk", flat=True)
    drawn = list(islice((record_id for record_id in ids if record_id not in decided), size))
    require(bool(drawn), "nothing_left_to_read")
    sample = ControlSample.objects.create(review=review, at=at, by=by)
    sample.records.set(drawn)
    log_event("sample.drawn", review, by=by, at=at, within=review.partnership_id, records=len(drawn))
    return sample


@transaction.atomic
def stop_screening(*, review: Review, stopped: bool, note: str = "", by: User, at: datetime) -> ScreeningStop:
    """Stop or resume screening. The figures that a stop rests on are saved with it.

    After a stop only records of later searches are screened; another stop then is of these records.
    """
    require(rules.may_review(by, review.partnership))
    progress, stops = screening_progress(review), screening_stops(review)
    require(bool(progress.current_records) if stopped else bool(stops), "nothing_to_change")
    require(
        not stopped or not any(decision.disputed for decision in progress.current_decisions),
        "settle_before_stopping",
    )
    figures = figures_as_json(stopping_figures(progress.current_decisions, progress.current_records))
    stop = ScreeningStop.objects.create(
        review=review, stopped=stopped, figures=figures, note=note, at=at, by=by
    )
    event = "screening.stopped" if stopped else "screening.resumed"
    log_event(event, review, by=by, at=at, within=review.partnership_id)
    return stop


def renew_order(*, review: Review, at: datetime) -> PriorityOrder | None:
    """Train on the decisions and save the priority order. ``at`` is when training began, so that no later vote is missed."""
    order: Order | None = rank_records(review)
    if order is None:
        return None
    return PriorityOrder.objects.create(
        review=review, decided=order.decided, relevant=order.relevant, following=order.following, at=at
    )
