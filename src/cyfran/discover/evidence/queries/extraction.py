"""Queries for data extraction: what each reviewer took from a study, and what they agree on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.double_review import weigh_entries
from cyfran.discover.evidence.models import Effect, ExtractionSheet, Passage, Review, ReviewOutcome, Study
from cyfran.discover.evidence.queries.questions import (
    OVERALL,
    RISK_OF_BIAS,
    ExtractionForm,
    facts_form,
    risk_of_bias_form,
)
from cyfran.discover.evidence.queries.screening import reviewers_per_record


def study_in(review: Review, pk) -> QuerySet[Study]:
    return Study.objects.filter(review=review, pk=pk).select_related("review__partnership", "record")


# --- Answers to forms ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExtractionProgress:
    """How far one form about one study is: each reviewer's newest sheet, the agreed one, and the keys of disputed questions."""

    form: ExtractionForm
    sheets: tuple[ExtractionSheet, ...]
    agreed: ExtractionSheet | None
    differences: tuple[str, ...]

    def sheet_by(self, user_id: int) -> ExtractionSheet | None:
        return next((sheet for sheet in self.sheets if sheet.by_id == user_id), None)

    @property
    def answers(self) -> dict:
        return self.agreed.answers if self.agreed else {}


def decide_answers(
    form: ExtractionForm, sheets: Iterable[ExtractionSheet], reviewers_needed: int
) -> ExtractionProgress:
    """Work out what counts: the consensus; else the first of enough independent sheets, if they agree.

    Answers in own words are not compared. ``sheets`` are all of one form and study, oldest first.
    """
    compared = [question.key for question in form.questions if question.is_compared]
    sheets = list(sheets)
    # It stands even if one of those who reached it fills in the form again
    consensus = next((sheet for sheet in reversed(sheets) if sheet.is_consensus), None)
    review = weigh_entries(
        sheets,
        needed=reviewers_needed,
        person=lambda sheet: sheet.by_id,
        settles=lambda sheet: sheet.is_consensus,
        alike=lambda sheet, other: not any(_differs(key, sheet, other) for key in compared),
    )
    independent = review.independent
    if consensus:
        return ExtractionProgress(form, review.newest, consensus, ())
    if reviewers_needed == 1 and independent:
        return ExtractionProgress(form, independent, independent[-1], ())
    if not review.is_disputed:
        return ExtractionProgress(form, independent, independent[0] if review.is_agreed else None, ())
    differences = (
        key for key in compared if any(_differs(key, independent[0], other) for other in independent[1:])
    )
    return ExtractionProgress(form, independent, None, tuple(differences))


def _differs(key: str, sheet: ExtractionSheet, other_sheet: ExtractionSheet) -> bool:
    first, second = sheet.answers.get(key), other_sheet.answers.get(key)
    return (
        sorted(first) != sorted(second)
        if isinstance(first, list) and isinstance(second, list)
        else first != second
    )


def extraction_of_study(study: Study) -> dict[str, ExtractionProgress]:
    """Return the progress by form key, for every form that applies to this study."""
    return extraction_of_review(study.review, [study])[study.pk]


def extraction_of_review(
    review: Review, studies: Sequence[Study] | None = None
) -> dict[UUID, dict[str, ExtractionProgress]]:
    """Return the progress by study and form key: the facts, and the risk-of-bias form for the agreed study design."""
    reviewers_needed = reviewers_per_record(review)
    sheets: dict[tuple[UUID, str], list[ExtractionSheet]] = defaultdict(list)
    rows = ExtractionSheet.objects.filter(study__review=review)
    if studies is not None:
        rows = rows.filter(study__in=studies)
    for sheet in rows.order_by("id"):
        sheets[sheet.study_id, sheet.form].append(sheet)
    study_ids = (
        [study.pk for study in studies]
        if studies is not None
        else Study.objects.filter(review=review).values_list("pk", flat=True)
    )
    progress: dict[UUID, dict[str, ExtractionProgress]] = {}
    for pk in study_ids:
        facts = decide_answers(facts_form(), sheets[pk, facts_form().key], reviewers_needed)
        progress[pk] = {facts.form.key: facts}
        appraisal = risk_of_bias_form(facts.answers.get("design", ""))
        if appraisal:
            progress[pk][appraisal.key] = decide_answers(
                appraisal, sheets[pk, appraisal.key], reviewers_needed
            )
    return progress


def facts_of(progress: dict[str, ExtractionProgress]) -> dict:
    """Return the agreed facts of a study, from its progress by form key."""
    return progress[facts_form().key].answers


def overall_risk_of_bias(progress: dict[str, ExtractionProgress]) -> str:
    """Return the agreed overall risk of bias of a study, or an empty text if it is not appraised yet."""
    appraisal = next(
        (appraised for appraised in progress.values() if appraised.form.kind == RISK_OF_BIAS), None
    )
    return appraisal.answers.get(OVERALL, "") if appraisal else ""


def passages_in(study: Study) -> list[Passage]:
    return list(
        Passage.objects.filter(full_text__record=study.record)
        .select_related("full_text__record")
        .order_by("page", "id")
        if study.record_id
        else []
    )


def passages_to_quote(review: Review) -> QuerySet[Passage]:
    """Return the passages of full texts whose records became studies."""
    passages = Passage.objects.filter(full_text__record__study__review=review)
    return passages.select_related("full_text__record").order_by("full_text", "page", "id")


# --- Effects ------------------------------------------------------------------------------------------------------


def outcomes_of(review: Review) -> QuerySet[ReviewOutcome]:
    return ReviewOutcome.objects.filter(review=review).order_by("at", "pk")


@dataclass(frozen=True)
class StudyEffect:
    """An effect of a study on an outcome, under one label.

    ``readings`` are the newest of each reviewer; ``agreed`` is the one that counts: the consensus, else what all
    read alike, or the newest where one reviewer is enough; None until then.
    """

    study: Study
    outcome: ReviewOutcome
    label: str
    readings: tuple[Effect, ...]
    agreed: Effect | None

    @property
    def disputed(self) -> bool:
        return self.agreed is None and len(self.readings) > 1

    def reading_by(self, user_id: int) -> Effect | None:
        return next((reading for reading in self.readings if reading.by_id == user_id), None)


def effects_of(
    review: Review, *, study: Study | None = None, outcome: ReviewOutcome | None = None
) -> list[StudyEffect]:
    """Return the effects of a review, a study or an outcome that were not withdrawn, by outcome, year, study and label."""
    rows = Effect.objects.filter(outcome__review=review).select_related("study", "outcome", "passage")
    rows = rows.filter(study=study) if study else rows
    rows = rows.filter(outcome=outcome) if outcome else rows
    reviewers_needed = reviewers_per_record(review)
    readings_by_label: dict[tuple[UUID, UUID, str], list[Effect]] = defaultdict(list)
    for reading in rows.order_by("id"):
        readings_by_label[reading.outcome_id, reading.study_id, reading.label].append(reading)
    merged = [_merge_readings(readings, reviewers_needed) for readings in readings_by_label.values()]
    effects = [effect for effect in merged if effect]
    return sorted(
        effects,
        key=lambda effect: (effect.outcome.pk, effect.study.year or 0, effect.study.title, effect.label),
    )


def _merge_readings(readings: list[Effect], reviewers_needed: int) -> StudyEffect | None:
    """Make one effect of all readings under a label, oldest first; None if all were withdrawn."""
    standing: list[Effect] = []
    for reading in readings:
        standing = [] if reading.withdrawn else [*standing, reading]
    if not standing:
        return None
    review = weigh_entries(
        standing,
        needed=reviewers_needed,
        person=lambda reading: reading.by_id,
        settles=lambda reading: reading.is_consensus,
        alike=lambda reading, other: (
            (reading.effect_format, reading.numbers) == (other.effect_format, other.numbers)
        ),
    )
    counts = review.is_agreed or reviewers_needed == 1
    agreed = review.settling or (review.independent[-1] if counts else None)
    first = review.newest[0]
    return StudyEffect(first.study, first.outcome, first.label, review.newest, agreed)


def effect_in(review: Review, study_pk, pk) -> Effect | None:
    """Return one reading of an effect of a study of this review, or None."""
    readings = Effect.objects.filter(outcome__review=review, study=study_pk, pk=pk)
    return readings.select_related("study__review__partnership", "outcome").first()
