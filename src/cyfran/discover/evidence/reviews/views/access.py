"""Access to a review."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cyfran.discover.evidence.reviews import queries
from cyfran.discover.evidence.reviews.models import Review
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.views.access import partnership_for


def review_for(request: HttpRequest, slug: str, pk, rule=None) -> tuple[Partnership, Review]:
    """Return the partnership and its review, or refuse those whom the rule does not allow."""
    partnership = partnership_for(request, slug, rule) if rule else partnership_for(request, slug)
    return partnership, get_object_or_404(queries.reviews_of(partnership), pk=pk)
