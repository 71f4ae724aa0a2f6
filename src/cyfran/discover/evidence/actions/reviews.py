from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import record
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import Finding, Review, Study
from cyfran.discover.evidence.queries.reviews import titles_in
from cyfran.ground.partnerships.models import Partnership


@transaction.atomic
def begin_review(*, partnership: Partnership, question: tuple[str, str], by: User, at: datetime) -> Review:
    """Begin a review of what is known. Texts are (English, Welsh)."""
    require(rules.may_review(by, partnership))
    review = Review.objects.create(
        partnership=partnership, question_en=question[0], question_cy=question[1], at=at, by=by
    )
    record("review.begun", review, by=by, at=at, within=partnership.pk)
    return review


@transaction.atomic
def add_study(*, review: Review, reference: Reference, by: User, at: datetime) -> Study:
    require(rules.may_review(by, review.partnership))
    require(not _is_there(reference, titles_in(review)), "study_there_already")
    kept = {name: getattr(reference, name) for name in ("title", "authors", "year", "source", "doi")}
    study = Study.objects.create(review=review, **kept, at=at, by=by)
    record("study.added", study, by=by, at=at, within=review.partnership_id)
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
    by: User,
    at: datetime,
) -> Finding:
    """Say in plain words what some studies add up to, and how sure that is."""
    studies = list(studies)
    require(rules.may_review(by, review.partnership))
    require(bool(studies) and all(study.review_id == review.pk for study in studies), "finding_needs_studies")
    finding = Finding.objects.create(
        review=review, text_en=text[0], text_cy=text[1], certainty=certainty, at=at, by=by
    )
    finding.studies.set(studies)
    record("finding.written", finding, by=by, at=at, within=review.partnership_id, studies=len(studies))
    return finding
