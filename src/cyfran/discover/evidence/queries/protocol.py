from datetime import datetime

from django.db.models import QuerySet

from cyfran.discover.evidence.models import AbstractVote, Protocol, Review


def protocols_of(review: Review) -> QuerySet[Protocol]:
    """Return every version of the protocol, newest first."""
    return Protocol.objects.filter(review=review).select_related("by").order_by("-id")


def protocol_of(review: Review) -> Protocol | None:
    """Return the newest version of the protocol, or None."""
    return protocols_of(review).first()


def screening_began_at(review: Review) -> datetime | None:
    """Return when the first record was screened, or None."""
    first_vote = AbstractVote.objects.filter(record__review=review).order_by("id").first()
    return first_vote.at if first_vote else None
