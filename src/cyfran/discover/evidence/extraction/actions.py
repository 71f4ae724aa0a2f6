"""Actions on studies, the forms filled in about them, outcomes, and effects."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.references import Reference
from cyfran.discover.evidence.extraction.analysis import compute_effect_size
from cyfran.discover.evidence.extraction.models import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectDirection,
    EffectFormat,
    ExtractionSheet,
    ReviewOutcome,
    Study,
)
from cyfran.discover.evidence.extraction.queries import (
    ExtractionForm,
    effects_of,
    extraction_of_study,
    titles_in,
)
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.fulltexts.queries import full_text_votes_of
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.queries import reviewers_per_record
from cyfran.discover.evidence.screening.rules import decide
from cyfran.discover.evidence.searches.models import Record


@transaction.atomic
def add_study(*, review: Review, reference: Reference, by: User, at: datetime) -> Study:
    require(rules.may_review(by, review.partnership))
    require(not _is_listed(reference, titles_in(review)), "study_there_already")
    fields = {name: getattr(reference, name) for name in ("title", "authors", "year", "source", "doi")}
    study = Study.objects.create(review=review, **fields, at=at, by=by)
    log_event("study.added", study, by=by, at=at, within=review.partnership_id)
    return study


def _is_listed(reference: Reference, listed: set) -> bool:
    """Return whether a title and year is among these (title in lower case, year)."""
    return (reference.title.casefold(), reference.year) in listed


@transaction.atomic
def include_study(*, record: Record, by: User, at: datetime) -> Study:
    """Make a study of a record that was included by its full text."""
    review = record.review
    require(rules.may_review(by, review.partnership))
    votes = list(full_text_votes_of(record))
    decision = decide(record.pk, votes, reviewers_per_record(review)) if votes else None
    require(bool(decision and decision.final), "record_not_included")
    require(not Study.objects.filter(record=record).exists(), "study_there_already")
    fields = {name: getattr(record, name) for name in ("title", "authors", "year", "source", "doi")}
    study = Study.objects.create(review=review, record=record, **fields, at=at, by=by)
    log_event("study.added", study, by=by, at=at, within=review.partnership_id)
    return study


@transaction.atomic
def fill_sheet(
    *,
    study: Study,
    form: ExtractionForm,
    answers: Mapping[str, object],
    sources: Mapping[str, str],
    is_consensus: bool = False,
    by: User,
    at: datetime,
) -> ExtractionSheet:
    """Save one reviewer's answers to a form about a study; a consensus needs two sheets before it."""
    require(rules.may_review(by, study.review.partnership))
    progress = extraction_of_study(study).get(form.key)
    require(progress is not None, "form_does_not_fit")
    require(not is_consensus or bool(progress and len(progress.sheets) > 1), "nothing_to_settle")
    sheet = ExtractionSheet.objects.create(
        study=study,
        form=form.key,
        answers=dict(answers),
        sources=dict(sources),
        is_consensus=is_consensus,
        at=at,
        by=by,
    )
    log_event("study.described", study, by=by, at=at, within=study.review.partnership_id, form=form.key)
    return sheet


@transaction.atomic
def add_outcome(
    *, review: Review, name: tuple[str, str], measure: str, higher_is_better: bool, by: User, at: datetime
) -> ReviewOutcome:
    """Name an outcome to collect effects on. Texts are (English, Welsh)."""
    require(rules.may_review(by, review.partnership))
    outcome = ReviewOutcome.objects.create(
        review=review,
        name_en=name[0],
        name_cy=name[1],
        measure=measure,
        higher_is_better=higher_is_better,
        at=at,
        by=by,
    )
    log_event("outcome.added", outcome, by=by, at=at, within=review.partnership_id)
    return outcome


@transaction.atomic
def remove_outcome(*, outcome: ReviewOutcome, by: User, at: datetime) -> None:
    """Delete an outcome that was named by mistake, as long as no effect or finding refers to it."""
    review = outcome.review
    require(rules.may_review(by, review.partnership))
    require(not outcome.effects.exists() and not outcome.findings.exists(), "outcome_in_use")
    log_event("outcome.removed", outcome, by=by, at=at, within=review.partnership_id)
    outcome.delete()


@transaction.atomic
def add_effect(
    *,
    outcome: ReviewOutcome,
    study: Study,
    label: str,
    effect_format: str,
    numbers: Mapping[str, object],
    passage: Passage | None = None,
    by: User,
    at: datetime,
) -> Effect:
    """Save what a reviewer read in a study of its effect on an outcome; for the same label, their newest reading counts."""
    _require_reviewer(outcome, study, by)
    require(effect_format in FORMATS_BY_MEASURE[outcome.measure], "effect_format_not_allowed")
    if effect_format == EffectFormat.DIRECTION:
        require(numbers.get("direction") in EffectDirection.values, "effect_cannot_be")
    else:
        compute_effect_size(outcome.measure, effect_format, numbers)  # type: ignore[arg-type]
    effects = [
        effect for effect in effects_of(study.review, study=study, outcome=outcome) if effect.label == label
    ]
    require(not any(effect.agreed and effect.agreed.is_consensus for effect in effects), "effect_settled")
    effect = Effect.objects.create(
        outcome=outcome,
        study=study,
        label=label,
        effect_format=effect_format,
        numbers=dict(numbers),
        passage=passage,
        at=at,
        by=by,
    )
    log_event("effect.added", effect, by=by, at=at, within=study.review.partnership_id)
    return effect


@transaction.atomic
def settle_effect(*, effect: Effect, by: User, at: datetime) -> Effect:
    """Settle a disputed effect: save this reading again as the consensus."""
    _require_reviewer(effect.outcome, effect.study, by)
    study_effects = effects_of(effect.study.review, study=effect.study, outcome=effect.outcome)
    require(
        any(study_effect.disputed and effect in study_effect.readings for study_effect in study_effects),
        "nothing_to_settle",
    )
    return _copy_reading(effect, is_consensus=True, by=by, at=at)


@transaction.atomic
def withdraw_effect(*, effect: Effect, by: User, at: datetime) -> None:
    """Withdraw all readings of an effect that is wrong; they stay on record.

    A reading that still waits for a second reviewer is withdrawn only by whoever made it.
    """
    _require_reviewer(effect.outcome, effect.study, by)
    study_effects = effects_of(effect.study.review, study=effect.study, outcome=effect.outcome)
    study_effect = next((candidate for candidate in study_effects if effect in candidate.readings), None)
    require(study_effect is not None, "nothing_to_change")
    awaits_second = study_effect is not None and study_effect.agreed is None and not study_effect.disputed
    require(not awaits_second or effect.by_id == by.pk, "not_yours_to_take_back")
    _copy_reading(effect, withdrawn=True, by=by, at=at)
    log_event("effect.withdrawn", effect, by=by, at=at, within=effect.study.review.partnership_id)


def _copy_reading(
    effect: Effect, *, is_consensus: bool = False, withdrawn: bool = False, by: User, at: datetime
) -> Effect:
    return Effect.objects.create(
        outcome=effect.outcome,
        study=effect.study,
        label=effect.label,
        effect_format=effect.effect_format,
        numbers=effect.numbers,
        passage=effect.passage,
        is_consensus=is_consensus,
        withdrawn=withdrawn,
        at=at,
        by=by,
    )


def _require_reviewer(outcome: ReviewOutcome, study: Study, by: User) -> None:
    require(rules.may_review(by, study.review.partnership))
    require(outcome.review_id == study.review_id, "effect_of_another_review")
