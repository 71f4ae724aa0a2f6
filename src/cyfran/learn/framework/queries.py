from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from django.db.models import Count, Exists, OuterRef

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
    """Return the strands, criteria and levels of a version of the framework, from its content file."""
    file = resources.files("cyfran.learn.framework") / "content" / f"framework-{version}.yaml"
    content = yaml.safe_load(file.read_text("utf-8"))
    levels = tuple(
        MaturityLevel(level["id"], BilingualText(**level["name"]), BilingualText(**level["plain"]))
        for level in content["levels"]
    )
    return Framework(content["version"], levels, tuple(_strand(strand) for strand in content["strands"]))


def _strand(content: dict) -> Strand:
    criteria = tuple(
        Criterion(
            criterion["id"],
            BilingualText(**criterion["name"]),
            BilingualText(**criterion["statement"]),
            tuple(BilingualText(**text) for text in criterion["rubric"]),
        )
        for criterion in content["criteria"]
    )
    return Strand(
        content["id"], BilingualText(**content["name"]), BilingualText(**content["question"]), criteria
    )


def assessments_of(partnership: Partnership) -> list[tuple[Assessment, str]]:
    """Return every assessment with its current step, newest first."""
    assessments = Assessment.objects.filter(partnership=partnership).prefetch_related("steps").order_by("-at")
    return [
        (assessment, max(assessment.steps.all(), key=lambda step: step.pk).step) for assessment in assessments
    ]


def assessment_in(partnership: Partnership, pk) -> Assessment | None:
    return Assessment.objects.filter(partnership=partnership, pk=pk).select_related("partnership").first()


def step_of(assessment: Assessment) -> str:
    return AssessmentStep.objects.filter(assessment=assessment).latest("id").step


def round_of(step: str) -> int | None:
    """Return the round that is scored in a step, or None."""
    return {AssessmentStage.SCORING: 1, AssessmentStage.AGAIN: 2}.get(step)


def assessors_of(assessment: Assessment) -> list[Assessor]:
    return list(Assessor.objects.filter(assessment=assessment).order_by("side", "number"))


def people_who_scored(assessment: Assessment) -> Counter[str]:
    """Count the people of each side who have scored anything."""
    has_scored = Exists(Score.objects.filter(assessor=OuterRef("pk")))
    assessors = Assessor.objects.filter(has_scored, assessment=assessment)
    return Counter(assessors.values_list("side", flat=True))


def scored_by_strand(assessment: Assessment) -> list[tuple[Strand, dict[str, int]]]:
    """Count for each strand the people of each side who have scored it."""
    rows = Score.objects.filter(assessor__assessment=assessment).values_list(
        "criterion", "assessor__side", "assessor"
    )
    by_criterion: dict[str, set] = defaultdict(set)
    for criterion, side, assessor in rows:
        by_criterion[criterion].add((side, assessor))
    strands = framework(assessment.framework_version).strands
    people = [set().union(*(by_criterion[c.id] for c in strand.criteria)) for strand in strands]
    return [
        (strand, {side: sum(s == side for s, _assessor in found) for side in Side.values})
        for strand, found in zip(strands, people, strict=True)
    ]


def strands_left(assessor: Assessor, round_: int) -> list[Strand]:
    """Return the strands that an assessor has not scored in a round."""
    strands = framework(assessor.assessment.framework_version).strands
    return _without_scores(strands, scored_by(assessor, round_))


def paper_assessors_left(assessment: Assessment, round_: int) -> list[tuple[Assessor, list[Strand]]]:
    """Return the assessors on paper of whom strands are missing, with these strands."""
    on_paper = Assessor.objects.filter(assessment=assessment, user=None).order_by("side", "number")
    scored = defaultdict(set)
    scores = Score.objects.filter(assessor__in=on_paper, round=round_)
    for assessor, criterion in scores.values_list("assessor", "criterion"):
        scored[assessor].add(criterion)
    strands = framework(assessment.framework_version).strands
    found = [(assessor, _without_scores(strands, scored[assessor.pk])) for assessor in on_paper]
    return [(assessor, left) for assessor, left in found if left]


def _without_scores(strands: Iterable[Strand], scored: Container[str]) -> list[Strand]:
    return [strand for strand in strands if not any(c.id in scored for c in strand.criteria)]


def assessor_of(assessment: Assessment, user) -> Assessor | None:
    return Assessor.objects.filter(assessment=assessment, user=user).first()


def assessor_in(assessment: Assessment, pk) -> Assessor | None:
    return Assessor.objects.filter(assessment=assessment, pk=pk).first()


def scored_by(assessor: Assessor, round_: int) -> dict[str, Score]:
    return {score.criterion: score for score in Score.objects.filter(assessor=assessor, round=round_)}


@dataclass(frozen=True)
class Answers:
    """One panel's answers on a criterion: the newest of each assessor, and those of round 1 if there is a second."""

    newest: tuple[Score, ...]
    first: tuple[Score, ...]


def answers_of(assessment: Assessment) -> dict[tuple[str, str], Answers]:
    """Return the answers by criterion and side, with one query."""
    rounds_by_key: dict[tuple[str, str], dict[int, dict]] = defaultdict(lambda: {1: {}, 2: {}})
    scores = (
        Score.objects.filter(assessor__assessment=assessment)
        .select_related("assessor")
        .order_by("assessor__number")
    )
    for score in scores:
        rounds_by_key[(score.criterion, score.assessor.side)][score.round][score.assessor_id] = score
    return {
        key: Answers(tuple((rounds[1] | rounds[2]).values()), tuple(rounds[1].values()) if rounds[2] else ())
        for key, rounds in rounds_by_key.items()
    }


def reasons_by_criterion(assessment: Assessment) -> dict[str, list[Score]]:
    """Return by criterion the scores with a reason."""
    reasons: dict[str, list[Score]] = defaultdict(list)
    scores = Score.objects.filter(assessor__assessment=assessment).exclude(why="").select_related("assessor")
    for score in scores.order_by("assessor__side", "assessor__number", "round"):
        reasons[score.criterion].append(score)
    return reasons


@dataclass(frozen=True)
class ProposedLevel:
    """The level last proposed for a criterion, and the agreements to it by side."""

    proposed: AgreedLevel
    by_side: dict[str, object]

    @property
    def by_both(self) -> bool:
        return len(self.by_side) == len(Side)


def proposed_levels(assessment: Assessment) -> dict[str, ProposedLevel]:
    """Return by criterion the level that was last proposed."""
    levels = (
        AgreedLevel.objects.filter(assessment=assessment).prefetch_related("agreements__by").order_by("id")
    )
    return {
        level.criterion: ProposedLevel(
            level, {agreement.side: agreement for agreement in level.agreements.all()}
        )
        for level in levels
    }


def agreed_level_in(assessment: Assessment, pk) -> AgreedLevel | None:
    return AgreedLevel.objects.filter(assessment=assessment, pk=pk).first()


def assessments_to_score(assessments: list[Assessment], user) -> list[Assessment]:
    """Return the assessments in which the user has not scored every criterion in round 1."""
    answers = Score.objects.filter(assessor__assessment__in=assessments, assessor__user=user, round=1)
    scored = dict(answers.values_list("assessor__assessment").annotate(number=Count("id")))
    return [
        assessment
        for assessment in assessments
        if scored.get(assessment.pk, 0) < len(framework(assessment.framework_version).criteria)
    ]
