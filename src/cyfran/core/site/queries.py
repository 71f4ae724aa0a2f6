"""Queries for the details of this site, and for confirmed steps of setting it up."""

from django.db.models import QuerySet

from cyfran.core.request_memory import remember
from cyfran.core.site.models import SetupConfirmation, SiteDetails, SiteError


def site_details() -> SiteDetails | None:
    """Return the newest details of this site, or None. Every page shows them, so they are read once a request."""
    return remember("site_details", lambda: SiteDetails.objects.order_by("-id").first())


def confirmed_steps() -> set[str]:
    """Return the steps of setting up that an operator has confirmed."""
    return set(SetupConfirmation.objects.values_list("step", flat=True))


def site_errors() -> QuerySet[SiteError]:
    """Return the unexpected errors that are kept, newest first."""
    return SiteError.objects.order_by("-id")
