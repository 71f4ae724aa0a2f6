"""What was taken from each study, by whom, and what of it counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cyfran.discover.evidence.models import Effect, ExtractionSheet, Passage, Review, ReviewOutcome, Study
from cyfran.discover.evidence.queries.questions import (
    DOUBTS,
    OVERALL,
    ExtractionForm,
    facts_form,
    risk_of_bias_form,
)
from cyfran.discover.evidence.queries.screening import people_of


def study_in(review: Review, pk) -> QuerySet[Study]:
    return Study.objects.filter(review=review, pk=pk).select_related("review__partnership", "record")


# --- Answers to forms ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExtractionProgress:
    """A form about a study: each person's newest sheet, what counts, and in which questions two differ."""

    form: ExtractionForm
    sheets: tuple[ExtractionSheet, ...]
    final: ExtractionSheet | None
    differ: tuple[str, ...]

    def by(self, person: int) -> ExtractionSheet | None:
        return next((one for one in self.sheets if one.by_id == person), None)

    @property
    def answers(self) -> dict:
        return self.final.answers if self.final else {}


def decide_answers(
    form: ExtractionForm, sheets: Iterable[ExtractionSheet], people: int
) -> ExtractionProgress:
    """What counts: what was settled; else, of as many as are needed, the first, if they agree where they can be compared."""
    newest: dict[int, ExtractionSheet] = {}
    settled = None
    for one in sheets:
        newest[one.by_id] = one
        settled = one if one.is_consensus else settled
    said = tuple(sorted((one for one in newest.values() if not one.is_consensus), key=lambda one: one.pk))
    if settled:
        return ExtractionProgress(form, tuple(sorted(newest.values(), key=lambda one: one.pk)), settled, ())
    if len(said) < people:
        return ExtractionProgress(form, said, None, ())
    if people == 1:
        return ExtractionProgress(form, said, said[-1], ())
    differ = tuple(
        question.key
        for question in form.questions
        if question.is_compared and any(_differs(question.key, said[0], other) for other in said[1:])
    )
    return ExtractionProgress(form, said, None if differ else said[0], differ)


def _differs(key: str, one: ExtractionSheet, other: ExtractionSheet) -> bool:
    first, second = one.answers.get(key), other.answers.get(key)
    return (
        sorted(first) != sorted(second)
        if isinstance(first, list) and isinstance(second, list)
        else first != second
    )


def extraction_of_study(study: Study) -> dict[str, ExtractionProgress]:
    """By the key of the form, for every form that asks something of this study."""
    return extraction_of_review(study.review, [study])[study.pk]


def extraction_of_review(
    review: Review, studies: Sequence[Study] | None = None
) -> dict[UUID, dict[str, ExtractionProgress]]:
    """Of all studies of a review: facts, and the doubts that their kind asks for."""
    people = people_of(review)
    sheets: dict[tuple[UUID, str], list[ExtractionSheet]] = defaultdict(list)
    found = ExtractionSheet.objects.filter(study__review=review)
    if studies is not None:
        found = found.filter(study__in=studies)
    for one in found.order_by("id"):
        sheets[one.study_id, one.form].append(one)
    names = (
        [one.pk for one in studies]
        if studies is not None
        else Study.objects.filter(review=review).values_list("pk", flat=True)
    )
    told: dict[UUID, dict[str, ExtractionProgress]] = {}
    for pk in names:
        facts = decide_answers(facts_form(), sheets[pk, facts_form().key], people)
        told[pk] = {facts.form.key: facts}
        asked = risk_of_bias_form(facts.answers.get("design", ""))
        if asked:
            told[pk][asked.key] = decide_answers(asked, sheets[pk, asked.key], people)
    return told


def facts_of(answered: dict[str, ExtractionProgress]) -> dict:
    return answered[facts_form().key].answers


def overall_risk_of_bias(answered: dict[str, ExtractionProgress]) -> str:
    """How much cause for doubt there is overall; empty where nobody has said yet."""
    found = next((one for one in answered.values() if one.form.kind == DOUBTS), None)
    return found.answers.get(OVERALL, "") if found else ""


def passages_in(study: Study) -> list[Passage]:
    return list(
        Passage.objects.filter(full_text__record=study.record)
        .select_related("full_text__record")
        .order_by("page", "id")
        if study.record_id
        else []
    )


def passages_to_quote(review: Review) -> QuerySet[Passage]:
    """Of full texts whose records became studies."""
    found = Passage.objects.filter(full_text__record__study__review=review)
    return found.select_related("full_text__record").order_by("full_text", "page", "id")


# --- Effects ------------------------------------------------------------------------------------------------------


def outcomes_of(review: Review) -> QuerySet[ReviewOutcome]:
    return ReviewOutcome.objects.filter(review=review).order_by("at", "pk")


@dataclass(frozen=True)
class StudyEffect:
    """An effect of a study on an outcome, under one label: what each person read, and what counts."""

    study: Study
    outcome: ReviewOutcome
    label: str
    said: tuple[Effect, ...]
    final: Effect | None

    @property
    def disputed(self) -> bool:
        return self.final is None and len(self.said) > 1

    def by(self, person: int) -> Effect | None:
        return next((one for one in self.said if one.by_id == person), None)


def effects_of(
    review: Review, *, study: Study | None = None, outcome: ReviewOutcome | None = None
) -> list[StudyEffect]:
    """Effects that were not all taken back, by outcome, study and label."""
    rows = Effect.objects.filter(outcome__review=review).select_related("study", "outcome", "passage")
    rows = rows.filter(study=study) if study else rows
    rows = rows.filter(outcome=outcome) if outcome else rows
    people = people_of(review)
    said: dict[tuple[UUID, UUID, str], list[Effect]] = defaultdict(list)
    for one in rows.order_by("id"):
        said[one.outcome_id, one.study_id, one.label].append(one)
    weighed = [_weighed(effects, people) for effects in said.values()]
    found = [one for one in weighed if one]
    return sorted(found, key=lambda one: (one.outcome.pk, one.study.year or 0, one.study.title, one.label))


def _weighed(effects: list[Effect], people: int) -> StudyEffect | None:
    """What each person said last, since somebody last took everything back."""
    newest: dict[int, Effect] = {}
    for one in effects:
        newest = {} if one.withdrawn else {**newest, one.by_id: one}
    said = sorted(newest.values(), key=lambda one: one.pk)
    if not said:
        return None
    settled = [one for one in said if one.is_consensus]
    alike = len(said) >= people and all(
        (one.effect_format, one.numbers) == (said[0].effect_format, said[0].numbers) for one in said
    )
    final = settled[-1] if settled else said[-1] if alike or people == 1 else None
    return StudyEffect(said[0].study, said[0].outcome, said[0].label, tuple(said), final)


def effect_in(review: Review, study_pk, pk) -> Effect | None:
    found = Effect.objects.filter(outcome__review=review, study=study_pk, pk=pk)
    return found.select_related("study__review__partnership", "outcome").first()
