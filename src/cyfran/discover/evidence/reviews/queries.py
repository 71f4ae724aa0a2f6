"""Queries for reviews and their protocols."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.evidence.reviews.models import Protocol, Review
from cyfran.ground.partnerships.models import Partnership


def reviews_of(partnership: Partnership) -> QuerySet[Review]:
    """The reviews of a partnership, newest first, with how many studies and findings each has."""
    counts = {
        "number_of_studies": Count("studies", distinct=True),
        "number_of_findings": Count("findings", distinct=True),
    }
    return Review.objects.filter(partnership=partnership).annotate(**counts).order_by("-at")


def protocols_of(review: Review) -> QuerySet[Protocol]:
    """Return every version of the protocol, newest first."""
    return Protocol.objects.filter(review=review).select_related("by").order_by("-id")


def protocol_of(review: Review) -> Protocol | None:
    """Return the newest version of the protocol, or None."""
    return protocols_of(review).first()


def screening_began_at(review: Review) -> datetime | None:
    """Return when the first record was screened, or None."""
    # Votes are cast in a later chapter: they are reached from their records, not imported
    votes = Review.objects.filter(pk=review.pk).aggregate(first=Min("records__abstract_votes__at"))
    return votes["first"]


# --- On the thread ------------------------------------------------------------------------------------------------


def show_reviews(reviews: QuerySet[Review], reader: Reader) -> dict[UUID, RenderedNode]:
    return {review.pk: RenderedNode(review.question) for review in reviews}
