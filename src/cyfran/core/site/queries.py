"""Queries for the details of this site, and for confirmed steps of setting it up."""

from django.db.models import QuerySet

from cyfran.core.request_memory import remember
from cyfran.core.retention import retentions
from cyfran.core.site.models import RetentionPeriod, SetupConfirmation, SiteDetails, SiteError


def site_details() -> SiteDetails | None:
    """Return the newest details of this site, or None. Every page shows them, so they are read once a request."""
    return remember("site_details", lambda: SiteDetails.objects.order_by("-id").first())


def confirmed_steps() -> set[str]:
    """Return the steps of setting up that an operator has confirmed."""
    return set(SetupConfirmation.objects.values_list("step", flat=True))


def retention_months() -> dict[str, int]:
    """Return for how many months each kind of record is kept: as an operator chose, or else its default."""
    chosen = dict(RetentionPeriod.objects.order_by("id").values_list("kind", "months"))
    return {retention.kind: chosen.get(retention.kind, retention.months) for retention in retentions()}


def site_errors() -> QuerySet[SiteError]:
    """Return the unexpected errors that are kept, newest first."""
    return SiteError.objects.order_by("-id")
