"""Queries for the details of this site, and for confirmed steps of setting it up."""

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Length

from cyfran.core.request_memory import remember
from cyfran.core.retention import retentions
from cyfran.core.site.models import RetentionPeriod, SetupConfirmation, SiteDetails, SiteError, SiteLogo


def site_details() -> SiteDetails | None:
    """Return the newest details of this site, or None. Every page shows them, so they are read once a request."""
    newest_logo = SiteLogo.objects.annotate(size=Length("picture")).order_by("-id")
    logo = {
        "logo_id": Subquery(newest_logo.values("id")[:1]),
        "logo_size": Subquery(newest_logo.values("size")[:1]),
    }
    return remember("site_details", lambda: SiteDetails.objects.annotate(**logo).order_by("-id").first())


def site_logo(pk: int) -> bytes:
    """Return the picture of a logo, or nothing."""
    return bytes(next(iter(SiteLogo.objects.filter(pk=pk).values_list("picture", flat=True)), b""))


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
