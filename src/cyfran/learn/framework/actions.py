from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import log_event
from cyfran.ground.partnerships.models import Partnership
from cyfran.learn.framework import rules
from cyfran.learn.framework.models import (
    AgreedLevel,
    Assessment,
    AssessmentStep,
    LevelAgreement,
    Score,
    Seat,
    Step,
)
from cyfran.learn.framework.queries import NEWEST, framework, round_of, seat_of, step_of

ORDER = (Step.SCORING, Step.SHOWN, Step.AGAIN, Step.CLOSED)
HIGHEST_NEEDS = timedelta(days=365)


@transaction.atomic
def open_assessment(*, partnership: Partnership, by: User, at: datetime) -> Assessment:
    require(rules.may_run(by, partnership))
    assessment = Assessment.objects.create(partnership=partnership, framework_version=NEWEST, at=at, by=by)
    AssessmentStep.objects.create(assessment=assessment, step=Step.SCORING, at=at, by=by)
    log_event("assessment.opened", assessment, by=by, at=at, within=partnership.pk)
    return assessment


@transaction.atomic
def take_step(*, assessment: Assessment, step: str, by: User, at: datetime) -> None:
    """Go on: from scoring to talking, from there to a second scoring or the end. Never back."""
    require(rules.may_run(by, assessment.partnership))
    now = step_of(assessment)
    require(step in ORDER and ORDER.index(Step(step)) > ORDER.index(Step(now)), "assessment_past_that")
    require(not (now == Step.SCORING and step != Step.SHOWN), "assessment_shown_first")
    AssessmentStep.objects.create(assessment=assessment, step=step, at=at, by=by)
    log_event(f"assessment.{step}", assessment, by=by, at=at, within=assessment.partnership_id)


@transaction.atomic
def take_seat(*, assessment: Assessment, by: User, at: datetime) -> Seat:
    """A member sits down on the panel of their side."""
    side = rules.may_score(by, assessment.partnership)
    require(side is not None)
    return seat_of(assessment, by) or _new_seat(assessment, side, by)


@transaction.atomic
def seat_on_paper(*, assessment: Assessment, side: str, by: User, at: datetime) -> Seat:
    """Make a place for someone who scores on paper or by telephone; they are known by a number alone."""
    require(rules.may_run(by, assessment.partnership))
    seat = _new_seat(assessment, side, None)
    log_event("assessment.seat_made", seat, by=by, at=at, within=assessment.partnership_id, side=side)
    return seat


def _new_seat(assessment: Assessment, side: str, user: User | None) -> Seat:
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    highest = Seat.objects.filter(assessment=assessment, side=side).aggregate(n=Max("number"))["n"] or 0
    return Seat.objects.create(assessment=assessment, side=side, user=user, number=highest + 1)


@dataclass(frozen=True)
class CriterionAnswer:
    """One answer to one criterion: a level, ``dont_know`` or ``not_here``, and why."""

    criterion: str
    answer: str
    level: int | None = None
    why: str = ""


@transaction.atomic
def score(*, seat: Seat, given: list[CriterionAnswer], language: str, by: User, at: datetime) -> None:
    """Keep answers of one person on a panel: theirs, or entered from paper by someone who runs the assessment."""
    assessment = seat.assessment
    partnership = assessment.partnership
    own = seat.user_id == by.pk
    require(own or (seat.user_id is None and rules.may_run(by, partnership)))
    round_ = round_of(step_of(assessment))
    require(round_ is not None, "scoring_is_closed")
    known = {criterion.id for criterion in framework(assessment.framework_version).criteria}
    require(all(one.criterion in known for one in given), "criterion_unknown")
    young = at - partnership.began_at < HIGHEST_NEEDS
    require(not (young and any(one.level == 4 for one in given)), "level_four_needs_time")
    there = Score.objects.filter(seat=seat, round=round_, criterion__in=[one.criterion for one in given])
    require(not there.exists(), "scored_already")
    Score.objects.bulk_create(
        [Score(seat=seat, round=round_, language=language, at=at, by=by, **vars(one)) for one in given]
    )
    log_event("assessment.scored", seat, by=by, at=at, within=partnership.pk, round=round_, number=len(given))


@transaction.atomic
def propose_level(
    *, assessment: Assessment, criterion: str, level: int, note: str, language: str, by: User, at: datetime
) -> AgreedLevel:
    """After both panels have talked: a level both could accept, with a note. Both scores stay as they are."""
    partnership = assessment.partnership
    require(rules.may_score(by, partnership) is not None)
    require(step_of(assessment) == Step.SHOWN, "levels_agreed_while_talking")
    known = {found.id for found in framework(assessment.framework_version).criteria}
    require(criterion in known, "criterion_unknown")
    require(not (level == 4 and at - partnership.began_at < HIGHEST_NEEDS), "level_four_needs_time")
    proposed = AgreedLevel.objects.create(
        assessment=assessment,
        criterion=criterion,
        level=level,
        note=note.strip(),
        language=language,
        at=at,
        by=by,
    )
    log_event(
        "assessment.level_proposed", assessment, by=by, at=at, within=partnership.pk, criterion=criterion
    )
    return proposed


@transaction.atomic
def agree_level(*, agreed_level: AgreedLevel, by: User, at: datetime) -> LevelAgreement:
    assessment = agreed_level.assessment
    side = rules.may_answer_for(by, assessment.partnership)
    require(side is not None)
    require(step_of(assessment) == Step.SHOWN, "levels_agreed_while_talking")
    require(not agreed_level.agreements.filter(side=side).exists(), "agreed_already")
    agreement = LevelAgreement.objects.create(agreed_level=agreed_level, side=side, at=at, by=by)
    within = assessment.partnership_id
    log_event(
        "assessment.level_agreed", assessment, by=by, at=at, within=within, criterion=agreed_level.criterion
    )
    return agreement
