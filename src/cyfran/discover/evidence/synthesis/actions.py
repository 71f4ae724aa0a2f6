"""Writing and correcting findings."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence.extraction.models import ReviewOutcome, Study
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.synthesis.models import Certainty, CertaintyConcern, Finding, FindingRevision

LOWERING_CONCERNS = (
    CertaintyConcern.RISK_OF_BIAS,
    CertaintyConcern.INCONSISTENCY,
    CertaintyConcern.INDIRECTNESS,
    CertaintyConcern.IMPRECISION,
    CertaintyConcern.PUBLICATION_BIAS,
)


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
    """Write a finding: what studies add up to in plain words (English, Welsh), with its certainty and reasons."""
    studies, concerns, passages = list(studies), list(concerns), list(passages)
    require(rules.may_review(by, review.partnership))
    _require_reason(certainty, concerns, why)
    require(bool(studies) and all(study.review_id == review.pk for study in studies), "finding_needs_studies")
    require(outcome is None or outcome.review_id == review.pk, "effect_of_another_review")
    record_ids = {study.record_id for study in studies} - {None}
    require(
        all(passage.full_text.record_id in record_ids for passage in passages), "passage_of_another_study"
    )
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
    """Refuse high certainty without a reason where a concern would lower it."""
    high_despite_concerns = certainty == Certainty.HIGH and any(
        concern in LOWERING_CONCERNS for concern in concerns
    )
    require(bool(why.strip()) or not high_despite_concerns, "certainty_needs_reason")


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
    """Correct the text or certainty of a finding; the earlier version and the reason for the change are kept."""
    concerns = list(concerns)
    require(rules.may_review(by, finding.review.partnership))
    _require_reason(certainty, concerns, why)
    current = Finding.objects.select_for_update().get(pk=finding.pk)
    FindingRevision.objects.create(
        finding=current,
        text_en=current.text_en,
        text_cy=current.text_cy,
        certainty=current.certainty,
        concerns=current.concerns,
        why=current.why,
        reason=reason,
        at=at,
        by=by,
    )
    current.text_en, current.text_cy = text
    current.certainty, current.concerns, current.why = certainty, concerns, why
    current.save(update_fields=["text_en", "text_cy", "certainty", "concerns", "why"])
    log_event("finding.corrected", current, by=by, at=at, within=finding.review.partnership_id)
