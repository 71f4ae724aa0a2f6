"""What the background worker does for e-mails."""

from django.utils import timezone

from cyfran.core.emails import actions


def send_emails() -> None:
    actions.send_waiting_emails(at=timezone.now())
