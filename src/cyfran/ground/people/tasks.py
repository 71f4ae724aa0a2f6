"""What the background worker does about people: it forgets where wrong codes came from."""

from django.utils import timezone

from cyfran.ground.people.actions import drop_old_attempts


def forget_attempts() -> None:
    drop_old_attempts(at=timezone.now())
