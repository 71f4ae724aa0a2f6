"""Taking facts, doubts and effects from studies: by one person or by two, and settling where they differ."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import as_effect
from cyfran.discover.evidence.models import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectDirection,
    EffectFormat,
    ExtractionSheet,
    Passage,
    Review,
    ReviewOutcome,
    Study,
)
from cyfran.discover.evidence.queries.extraction import effects_of, extraction_of_study
from cyfran.discover.evidence.queries.questions import ExtractionForm


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
    """Answer a form about a study. To settle, two people have to have answered it."""
    require(rules.may_review(by, study.review.partnership))
    now = extraction_of_study(study).get(form.key)
    require(now is not None, "form_does_not_fit")
    require(not is_consensus or bool(now and len(now.sheets) > 1), "nothing_to_settle")
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
    """Take out an outcome that was named by mistake: nothing may have been said of it yet."""
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
    """Write down what a study tells of an outcome. Said again for the same label, a person's newest counts."""
    _may(outcome, study, by)
    require(effect_format in FORMATS_BY_MEASURE[outcome.measure], "effect_told_otherwise")
    if effect_format == EffectFormat.DIRECTION:
        require(numbers.get("direction") in EffectDirection.values, "effect_cannot_be")
    else:
        as_effect(outcome.measure, effect_format, numbers)  # type: ignore[arg-type]
    there = [one for one in effects_of(study.review, study=study, outcome=outcome) if one.label == label]
    require(not any(one.final and one.final.is_consensus for one in there), "effect_settled")
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
    """Say which of the effects that differ is right."""
    _may(effect.outcome, effect.study, by)
    told = effects_of(effect.study.review, study=effect.study, outcome=effect.outcome)
    require(any(one.disputed and effect in one.said for one in told), "nothing_to_settle")
    return _again(effect, is_consensus=True, by=by, at=at)


@transaction.atomic
def withdraw_effect(*, effect: Effect, by: User, at: datetime) -> None:
    """Of an effect that is wrong: everybody's word for it no longer counts. That it was said stays.

    What waits for a second person is taken back by whoever said it.
    """
    _may(effect.outcome, effect.study, by)
    every = effects_of(effect.study.review, study=effect.study, outcome=effect.outcome)
    told = next((one for one in every if effect in one.said), None)
    require(told is not None, "nothing_to_change")
    waits = told is not None and told.final is None and not told.disputed
    require(not waits or effect.by_id == by.pk, "not_yours_to_take_back")
    _again(effect, withdrawn=True, by=by, at=at)
    log_event("effect.taken_back", effect, by=by, at=at, within=effect.study.review.partnership_id)


def _again(
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


def _may(outcome: ReviewOutcome, study: Study, by: User) -> None:
    require(rules.may_review(by, study.review.partnership))
    require(outcome.review_id == study.review_id, "effect_of_elsewhere")
