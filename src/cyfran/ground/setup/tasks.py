"""What the background worker does for the whole site."""

from django.utils import timezone

from cyfran.core.site.actions import drop_expired


def delete_expired() -> None:
    """Delete what has been kept for long enough."""
    drop_expired(at=timezone.now())
