from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.ground.partnerships.actions import record_for_side
from cyfran.ground.partnerships.models import Partnership, Side
from cyfran.learn.framework import rules
from cyfran.learn.framework.models import (
    AgreedLevel,
    Assessment,
    AssessmentStage,
    AssessmentStep,
    Assessor,
    LevelAgreement,
    Score,
)
from cyfran.learn.framework.queries import (
    NEWEST,
    assessor_of,
    framework,
    people_who_scored,
    round_of,
    step_of,
)

STEP_ORDER = (AssessmentStage.SCORING, AssessmentStage.SHOWN, AssessmentStage.AGAIN, AssessmentStage.CLOSED)
LEVEL_FOUR_AFTER = timedelta(days=365)
PANEL_MINIMUM = {Side.INSTITUTION: 3, Side.COMMUNITY: 5}  # people who have scored


@transaction.atomic
def open_assessment(*, partnership: Partnership, by: User, at: datetime) -> Assessment:
    require(rules.may_run(by, partnership))
    assessment = Assessment.objects.create(partnership=partnership, framework_version=NEWEST, at=at, by=by)
    AssessmentStep.objects.create(assessment=assessment, step=AssessmentStage.SCORING, at=at, by=by)
    log_event("assessment.opened", assessment, by=by, at=at, within=partnership.pk)
    return assessment


@transaction.atomic
def take_step(*, assessment: Assessment, step: str, by: User, at: datetime) -> None:
    """Move an assessment to a later step: from scoring to shown, then to a second scoring or to closed."""
    require(rules.may_run(by, assessment.partnership))
    current_step = step_of(assessment)
    require(
        step in STEP_ORDER
        and STEP_ORDER.index(AssessmentStage(step)) > STEP_ORDER.index(AssessmentStage(current_step)),
        "assessment_past_that",
    )
    require(
        not (current_step == AssessmentStage.SCORING and step != AssessmentStage.SHOWN),
        "assessment_shown_first",
    )
    if step == AssessmentStage.SHOWN:
        _require_whole_panels(assessment)
    AssessmentStep.objects.create(assessment=assessment, step=step, at=at, by=by)
    log_event(f"assessment.{step}", assessment, by=by, at=at, within=assessment.partnership_id)


def _require_whole_panels(assessment: Assessment) -> None:
    """Few scores would tell who gave them, and are no panel's view."""
    scored = people_who_scored(assessment)
    is_whole = all(scored[side] >= least for side, least in PANEL_MINIMUM.items())
    require(
        is_whole,
        "panels_too_small",
        least_institution=PANEL_MINIMUM[Side.INSTITUTION],
        least_community=PANEL_MINIMUM[Side.COMMUNITY],
        institution=scored[Side.INSTITUTION],
        community=scored[Side.COMMUNITY],
    )


@transaction.atomic
def take_seat(*, assessment: Assessment, by: User, at: datetime) -> Assessor:
    """Return the member's assessor on the panel of their side, adding it if needed."""
    side = rules.may_score(by, assessment.partnership)
    require(side is not None)
    return assessor_of(assessment, by) or _add_assessor(assessment, side, by)


@transaction.atomic
def add_paper_assessor(*, assessment: Assessment, side: str, by: User, at: datetime) -> Assessor:
    """Add an assessor who scores on paper or by telephone, known by a number alone."""
    require(rules.may_run(by, assessment.partnership))
    assessor = _add_assessor(assessment, side, None)
    log_event(
        "assessment.assessor_added", assessor, by=by, at=at, within=assessment.partnership_id, side=side
    )
    return assessor


def _add_assessor(assessment: Assessment, side: str, user: User | None) -> Assessor:
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    highest_number = (
        Assessor.objects.filter(assessment=assessment, side=side).aggregate(n=Max("number"))["n"] or 0
    )
    return Assessor.objects.create(assessment=assessment, side=side, user=user, number=highest_number + 1)


@dataclass(frozen=True)
class CriterionAnswer:
    """An answer to a criterion: ``level`` with its number, ``dont_know`` or ``not_here``, and why."""

    criterion: str
    answer: str
    level: int | None = None
    why: str = ""


@transaction.atomic
def score(
    *, assessor: Assessor, answers: list[CriterionAnswer], language: str, by: User, at: datetime
) -> None:
    """Add the answers of an assessor: their own, or entered from paper by someone who runs the assessment."""
    assessment = assessor.assessment
    partnership = assessment.partnership
    is_own = assessor.user_id == by.pk
    require(is_own or (assessor.user_id is None and rules.may_run(by, partnership)))
    round_ = round_of(step_of(assessment))
    require(round_ is not None, "scoring_is_closed")
    criterion_ids = {criterion.id for criterion in framework(assessment.framework_version).criteria}
    require(all(answer.criterion in criterion_ids for answer in answers), "criterion_unknown")
    is_young = at - partnership.began_at < LEVEL_FOUR_AFTER
    require(not (is_young and any(answer.level == 4 for answer in answers)), "level_four_needs_time")
    existing = Score.objects.filter(
        assessor=assessor, round=round_, criterion__in=[answer.criterion for answer in answers]
    )
    require(not existing.exists(), "scored_already")
    Score.objects.bulk_create(
        [
            Score(assessor=assessor, round=round_, language=language, at=at, by=by, **vars(answer))
            for answer in answers
        ]
    )
    log_event(
        "assessment.scored", assessor, by=by, at=at, within=partnership.pk, round=round_, number=len(answers)
    )


@transaction.atomic
def propose_level(
    *, assessment: Assessment, criterion: str, level: int, note: str, language: str, by: User, at: datetime
) -> AgreedLevel:
    """Propose a level that both panels could accept, with a note. The panels' scores do not change."""
    partnership = assessment.partnership
    require(rules.may_score(by, partnership) is not None)
    require(step_of(assessment) == AssessmentStage.SHOWN, "levels_agreed_while_talking")
    criterion_ids = {
        criterion_known.id for criterion_known in framework(assessment.framework_version).criteria
    }
    require(criterion in criterion_ids, "criterion_unknown")
    require(not (level == 4 and at - partnership.began_at < LEVEL_FOUR_AFTER), "level_four_needs_time")
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
    require(step_of(assessment) == AssessmentStage.SHOWN, "levels_agreed_while_talking")
    return record_for_side(
        agreed_level.agreements,
        event="assessment.level_agreed",
        subject=assessment,
        partnership=assessment.partnership,
        by=by,
        at=at,
        side=side,
        once="agreed_already",
        detail={"criterion": agreed_level.criterion},
    )
