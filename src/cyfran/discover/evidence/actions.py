from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import record
from cyfran.core.files.models import Upload
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import Finding, Review, Study
from cyfran.discover.evidence.queries import titles_in
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
    study = Study.objects.create(review=review, **vars(reference), at=at, by=by)
    record("study.added", study, by=by, at=at, within=review.partnership_id)
    return study


@transaction.atomic
def add_studies(
    *, review: Review, references: Iterable[Reference], upload: Upload, by: User, at: datetime
) -> int:
    """Add the studies of a kept file that are not there yet. Gives how many were new."""
    require(rules.may_review(by, review.partnership))
    there, new = titles_in(review), []
    for reference in references:
        if not _is_there(reference, there):
            new.append(Study(review=review, **vars(reference), upload=upload, at=at, by=by))
            there.add((reference.title.casefold(), reference.year))
    Study.objects.bulk_create(new, batch_size=500)
    record("studies.imported", review, by=by, at=at, within=review.partnership_id, number=len(new))
    return len(new)


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
