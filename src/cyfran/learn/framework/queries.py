from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from django.db.models import Count

from cyfran.core.language import BilingualText
from cyfran.ground.partnerships.models import Partnership, Side
from cyfran.learn.framework.models import (
    AgreedLevel,
    Assessment,
    AssessmentStage,
    AssessmentStep,
    Assessor,
    Score,
)

NEWEST = "0.1"


@dataclass(frozen=True)
class MaturityLevel:
    id: int
    name: BilingualText
    plain: BilingualText


@dataclass(frozen=True)
class Criterion:
    id: str
    name: BilingualText
    statement: BilingualText
    rubric: tuple[BilingualText, ...]


@dataclass(frozen=True)
class Strand:
    id: str
    name: BilingualText
    question: BilingualText
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Framework:
    version: str
    levels: tuple[MaturityLevel, ...]
    strands: tuple[Strand, ...]

    def strand(self, strand_id: str) -> Strand | None:
        return next((strand for strand in self.strands if strand.id == strand_id), None)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for strand in self.strands for criterion in strand.criteria)


@cache
def framework(version: str = NEWEST) -> Framework:
    """The strands, criteria and levels of a version, as its content file has them."""
    file = resources.files("cyfran.learn.framework") / "content" / f"framework-{version}.yaml"
    told = yaml.safe_load(file.read_text("utf-8"))
    levels = tuple(
        MaturityLevel(level["id"], BilingualText(**level["name"]), BilingualText(**level["plain"]))
        for level in told["levels"]
    )
    return Framework(told["version"], levels, tuple(_strand(strand) for strand in told["strands"]))


def _strand(told: dict) -> Strand:
    criteria = tuple(
        Criterion(
            c["id"],
            BilingualText(**c["name"]),
            BilingualText(**c["statement"]),
            tuple(BilingualText(**r) for r in c["rubric"]),
        )
        for c in told["criteria"]
    )
    return Strand(told["id"], BilingualText(**told["name"]), BilingualText(**told["question"]), criteria)


def assessments_of(partnership: Partnership) -> list[tuple[Assessment, str]]:
    """Every assessment with the step it is at, newest first."""
    found = Assessment.objects.filter(partnership=partnership).prefetch_related("steps").order_by("-at")
    return [(assessment, max(assessment.steps.all(), key=lambda step: step.pk).step) for assessment in found]


def assessment_in(partnership: Partnership, pk) -> Assessment | None:
    return Assessment.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()


def step_of(assessment: Assessment) -> str:
    return AssessmentStep.objects.filter(assessment=assessment).latest("id").step


def round_of(step: str) -> int | None:
    """The round in which scores are taken now; none while people talk, or after."""
    return {AssessmentStage.SCORING: 1, AssessmentStage.AGAIN: 2}.get(step)


def assessors_of(assessment: Assessment) -> list[Assessor]:
    return list(Assessor.objects.filter(assessment=assessment).order_by("side", "number"))


def assessor_of(assessment: Assessment, user) -> Assessor | None:
    return Assessor.objects.filter(assessment=assessment, user=user).first()


def assessor_in(assessment: Assessment, pk) -> Assessor | None:
    return Assessor.objects.filter(assessment=assessment, pk=pk).first()


def scored_by(assessor: Assessor, round_: int) -> dict[str, Score]:
    return {score.criterion: score for score in Score.objects.filter(assessor=assessor, round=round_)}


@dataclass(frozen=True)
class Answers:
    """What one panel answered on one criterion: the newest of each seat, and the first ones where they differ."""

    newest: tuple[Score, ...]
    first: tuple[Score, ...]


def answers_of(assessment: Assessment) -> dict[tuple[str, str], Answers]:
    """Every answer by criterion and side, in one query."""
    rows: dict[tuple[str, str], dict[int, dict]] = defaultdict(lambda: {1: {}, 2: {}})
    scores = (
        Score.objects.filter(assessor__assessment=assessment)
        .select_related("assessor")
        .order_by("assessor__number")
    )
    for score in scores:
        rows[(score.criterion, score.assessor.side)][score.round][score.assessor_id] = score
    return {
        key: Answers(tuple((rounds[1] | rounds[2]).values()), tuple(rounds[1].values()) if rounds[2] else ())
        for key, rounds in rows.items()
    }


def reasons_given(assessment: Assessment) -> dict[str, list[Score]]:
    """What people wrote beside their scores, by criterion."""
    found: dict[str, list[Score]] = defaultdict(list)
    scores = Score.objects.filter(assessor__assessment=assessment).exclude(why="").select_related("assessor")
    for score in scores.order_by("assessor__side", "assessor__number", "round"):
        found[score.criterion].append(score)
    return found


@dataclass(frozen=True)
class Settled:
    """The level last proposed for a criterion, and which sides accept it."""

    proposed: AgreedLevel
    by_side: dict[str, object]

    @property
    def by_both(self) -> bool:
        return len(self.by_side) == len(Side)


def proposed_levels(assessment: Assessment) -> dict[str, Settled]:
    """For each criterion the newest level that was proposed as agreed."""
    listed = (
        AgreedLevel.objects.filter(assessment=assessment).prefetch_related("agreements__by").order_by("id")
    )
    return {
        found.criterion: Settled(found, {mark.side: mark for mark in found.agreements.all()})
        for found in listed
    }


def agreed_level_in(assessment: Assessment, pk) -> AgreedLevel | None:
    return AgreedLevel.objects.filter(assessment=assessment, pk=pk).first()


def assessments_to_score(assessments: list[Assessment], user) -> list[Assessment]:
    """Those of which someone has not scored every criterion in the first round."""
    answers = Score.objects.filter(assessor__assessment__in=assessments, assessor__user=user, round=1)
    number = dict(answers.values_list("assessor__assessment").annotate(number=Count("id")))
    return [a for a in assessments if number.get(a.pk, 0) < len(framework(a.framework_version).criteria)]
