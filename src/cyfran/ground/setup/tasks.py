"""What the background worker does for the whole site."""

from django.core.cache import cache
from django.utils import timezone

from cyfran.core.site.actions import drop_expired

BETWEEN = 3600  # seconds


def delete_expired() -> None:
    """Delete what has been kept for long enough; called repeatedly, does it once an hour in whichever worker comes first."""
    if cache.add("retention", True, BETWEEN):
        drop_expired(at=timezone.now())
