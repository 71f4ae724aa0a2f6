"""What the background worker does for the whole site."""

from django.utils import timezone

from cyfran.core.database import empty_write_ahead_log
from cyfran.core.site.actions import drop_expired


def delete_expired() -> None:
    """Delete what has been kept for long enough, and take what was deleted since the last time out of the files."""
    drop_expired(at=timezone.now())
    empty_write_ahead_log()
