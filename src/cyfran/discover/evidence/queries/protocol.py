from datetime import datetime

from django.db.models import QuerySet

from cyfran.discover.evidence.models import AbstractVote, Protocol, Review


def protocols_of(review: Review) -> QuerySet[Protocol]:
    """Every version, newest first."""
    return Protocol.objects.filter(review=review).select_related("by").order_by("-id")


def protocol_of(review: Review) -> Protocol | None:
    """The version that counts."""
    return protocols_of(review).first()


def reading_began(review: Review) -> datetime | None:
    """When the first record was read."""
    first = AbstractVote.objects.filter(record__review=review).order_by("id").first()
    return first.at if first else None
