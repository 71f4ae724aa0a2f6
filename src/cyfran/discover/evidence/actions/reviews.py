from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import (
    Certainty,
    CertaintyConcern,
    Finding,
    FindingRevision,
    Passage,
    Review,
    ReviewOutcome,
    Study,
)
from cyfran.discover.evidence.queries.reviews import titles_in
from cyfran.ground.partnerships.models import Partnership

LESS_SURE = (
    CertaintyConcern.RISK_OF_BIAS,
    CertaintyConcern.INCONSISTENCY,
    CertaintyConcern.INDIRECTNESS,
    CertaintyConcern.IMPRECISION,
    CertaintyConcern.PUBLICATION_BIAS,
)


@transaction.atomic
def begin_review(*, partnership: Partnership, question: tuple[str, str], by: User, at: datetime) -> Review:
    """Begin a review of what is known. Texts are (English, Welsh)."""
    require(rules.may_review(by, partnership))
    review = Review.objects.create(
        partnership=partnership, question_en=question[0], question_cy=question[1], at=at, by=by
    )
    log_event("review.begun", review, by=by, at=at, within=partnership.pk)
    return review


@transaction.atomic
def add_study(*, review: Review, reference: Reference, by: User, at: datetime) -> Study:
    require(rules.may_review(by, review.partnership))
    require(not _is_there(reference, titles_in(review)), "study_there_already")
    kept = {name: getattr(reference, name) for name in ("title", "authors", "year", "source", "doi")}
    study = Study.objects.create(review=review, **kept, at=at, by=by)
    log_event("study.added", study, by=by, at=at, within=review.partnership_id)
    return study


def _is_there(reference: Reference, there: set) -> bool:
    return (reference.title.casefold(), reference.year) in there


@transaction.atomic
def write_finding(
    *,
    review: Review,
    text: tuple[str, str],
    certainty: str,
    studies: Iterable[Study],
    concerns: Iterable[str] = (),
    why: str = "",
    outcome: ReviewOutcome | None = None,
    passages: Iterable[Passage] = (),
    by: User,
    at: datetime,
) -> Finding:
    """Say in plain words what some studies add up to, how sure that is, and why."""
    studies, concerns, passages = list(studies), list(concerns), list(passages)
    require(rules.may_review(by, review.partnership))
    _require_reason(certainty, concerns, why)
    require(bool(studies) and all(study.review_id == review.pk for study in studies), "finding_needs_studies")
    require(outcome is None or outcome.review_id == review.pk, "effect_of_elsewhere")
    there = {study.record_id for study in studies} - {None}
    require(all(one.full_text.record_id in there for one in passages), "passage_of_another_study")
    finding = Finding.objects.create(
        review=review,
        text_en=text[0],
        text_cy=text[1],
        certainty=certainty,
        concerns=concerns,
        why=why,
        outcome=outcome,
        at=at,
        by=by,
    )
    finding.studies.set(studies)
    finding.passages.set(passages)
    log_event("finding.written", finding, by=by, at=at, within=review.partnership_id, studies=len(studies))
    return finding


def _require_reason(certainty: str, concerns: Iterable[str], why: str) -> None:
    sure_all_the_same = certainty == Certainty.HIGH and any(one in LESS_SURE for one in concerns)
    require(bool(why.strip()) or not sure_all_the_same, "certainty_needs_reason")


@transaction.atomic
def correct_finding(
    *,
    finding: Finding,
    text: tuple[str, str],
    certainty: str,
    concerns: Iterable[str],
    why: str,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """Mend what a finding says, or how sure it is. What it said before, and why it was changed, stays to be seen."""
    concerns = list(concerns)
    require(rules.may_review(by, finding.review.partnership))
    _require_reason(certainty, concerns, why)
    now = Finding.objects.select_for_update().get(pk=finding.pk)
    FindingRevision.objects.create(
        finding=now,
        text_en=now.text_en,
        text_cy=now.text_cy,
        certainty=now.certainty,
        concerns=now.concerns,
        why=now.why,
        reason=reason,
        at=at,
        by=by,
    )
    now.text_en, now.text_cy = text
    now.certainty, now.concerns, now.why = certainty, concerns, why
    now.save(update_fields=["text_en", "text_cy", "certainty", "concerns", "why"])
    log_event("finding.corrected", now, by=by, at=at, within=finding.review.partnership_id)
