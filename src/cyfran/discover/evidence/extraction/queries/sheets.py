"""Queries for the forms about studies: which answers are agreed, and where reviewers differ."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cyfran.core.double_review import weigh_entries
from cyfran.discover.evidence.extraction.models import ExtractionSheet, Study
from cyfran.discover.evidence.extraction.queries.questions import (
    OVERALL,
    RISK_OF_BIAS,
    ExtractionForm,
    facts_form,
    risk_of_bias_form,
)
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.queries import reviewers_per_record


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
