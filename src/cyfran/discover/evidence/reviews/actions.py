"""Beginning a review, and writing its protocol."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import ELEMENTS, Protocol, Review
from cyfran.discover.evidence.reviews.queries import screening_began_at
from cyfran.ground.partnerships.models import Partnership


@transaction.atomic
def begin_review(*, partnership: Partnership, question: tuple[str, str], by: User, at: datetime) -> Review:
    """Begin an evidence review. Texts are (English, Welsh)."""
    require(rules.may_review(by, partnership))
    review = Review.objects.create(
        partnership=partnership, question_en=question[0], question_cy=question[1], at=at, by=by
    )
    log_event("review.begun", review, by=by, at=at, within=partnership.pk)
    return review


@transaction.atomic
def write_protocol(
    *,
    review: Review,
    framework: str,
    elements: dict[str, str],
    include: str,
    exclude: str,
    plan: str,
    registered: str = "",
    why: str,
    language: str,
    by: User,
    at: datetime,
) -> Protocol:
    """Save the first version or the next. Once screening has begun, a change needs a reason."""
    require(rules.may_review(by, review.partnership))
    changed_after_start = Protocol.objects.filter(review=review).exists() and screening_began_at(review)
    require(bool(why.strip()) or not changed_after_start, "protocol_change_needs_reason")
    texts = {element.value: elements.get(element.value, "").strip() for element in ELEMENTS[framework]}
    protocol = Protocol.objects.create(
        review=review,
        framework=framework,
        elements=texts,
        include=include,
        exclude=exclude,
        plan=plan,
        registered=registered,
        why=why,
        language=language,
        at=at,
        by=by,
    )
    log_event("protocol.written", protocol, by=by, at=at, within=review.partnership_id)
    return protocol
