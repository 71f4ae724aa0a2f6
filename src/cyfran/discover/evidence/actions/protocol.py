"""Writing the protocol of a review."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.models import ELEMENTS, AbstractVote, Protocol, Review


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
    changed_after_start = (
        Protocol.objects.filter(review=review).exists()
        and AbstractVote.objects.filter(record__review=review).exists()
    )
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
