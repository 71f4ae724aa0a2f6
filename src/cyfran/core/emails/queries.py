"""Queries for e-mails that the site writes."""

from datetime import datetime

from django.db.models import QuerySet

from cyfran.core.emails.models import OutgoingEmail


def waiting_emails() -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.filter(next_attempt_at__isnull=False).order_by("next_attempt_at", "id")


def failed_emails() -> QuerySet[OutgoingEmail]:
    """Return the e-mails that were given up, newest first."""
    failed = OutgoingEmail.objects.filter(next_attempt_at__isnull=True, sent_at__isnull=True)
    return failed.order_by("-id")


def sent_emails() -> QuerySet[OutgoingEmail]:
    """Return the e-mails that a server took, newest first."""
    return OutgoingEmail.objects.filter(sent_at__isnull=False).order_by("-id")


def count_sent(since: datetime) -> int:
    return OutgoingEmail.objects.filter(sent_at__gte=since).count()


def has_email(key: str) -> bool:
    """Return whether an e-mail with this key was written already."""
    return OutgoingEmail.objects.filter(key=key).exists()
