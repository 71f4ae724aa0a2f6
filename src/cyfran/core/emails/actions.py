"""Write e-mails and send them, again where a server does not take them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import may_run_site, require
from cyfran.core.emails.models import OutgoingEmail
from cyfran.core.emails.queries import failed_emails, sent_emails, waiting_emails

# How long to wait after each attempt that failed; after the last one the e-mail is given up
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
MOST_AT_ONCE = 50
LASTING = ("invitation", "acceptance", "cancelled")  # kinds of e-mails that are worth sending late
STILL_NEWS = timedelta(days=1)
BOUNCED = "bounced"


class ServerAway(Exception):
    """The e-mail server cannot be reached: what this e-mail met, all others would meet."""


def page_address(path: str) -> str:
    """Return the full address of a page, for an e-mail; nothing where the site has not been told its address."""
    return settings.CYFRAN_ADDRESS.rstrip("/") + path if settings.CYFRAN_ADDRESS else ""


def write_email_to(
    user: User, *, key: str, kind: str, subject: str, lines: list[str], at: datetime, unsubscribe: str = ""
) -> bool:
    """Queue an e-mail of these lines to someone with an account; return whether it is new."""
    return write_email(
        key=key,
        kind=kind,
        recipient=user.pk,
        address=user.email,
        subject=subject,
        text="\n".join(lines) + "\n",
        at=at,
        unsubscribe=unsubscribe,
    )


def write_email(
    *,
    key: str,
    kind: str,
    recipient: UUID,
    address: str,
    subject: str,
    text: str,
    at: datetime,
    unsubscribe: str = "",
) -> bool:
    """Queue an e-mail; return whether it is new. However often this is called with one ``key``, it is sent once."""
    content = {
        "kind": kind,
        "recipient": recipient,
        "address": address,
        "subject": " ".join(subject.split())[:300],
        "text": text,
        "unsubscribe": unsubscribe,
        "written_at": at,
        "next_attempt_at": at,
    }
    return OutgoingEmail.objects.get_or_create(key=key, defaults=content)[1]


def send_waiting_emails(*, at: datetime) -> int:
    """Send the e-mails whose time has come, and return how many were sent.

    An attempt is recorded before it is made: of several workers one makes it, and one that dies in it does not repeat it at
    once. An e-mail keeps its ``Message-ID``: a mailbox that gets it twice, as the process died after
    sending, shows it once.
    """
    sent = 0
    for email in list(waiting_emails().filter(next_attempt_at__lte=at)[:MOST_AT_ONCE]):
        try:
            sent += _try_to_send(email, at)
        except ServerAway:  # waiting for it with every e-mail would hold up all other background work
            break
    return sent


def _try_to_send(email: OutgoingEmail, at: datetime) -> bool:
    this = OutgoingEmail.objects.filter(pk=email.pk)
    wait = WAITS[email.attempts] if email.attempts < len(WAITS) else None
    is_ours = this.filter(attempts=email.attempts, next_attempt_at=email.next_attempt_at).update(
        attempts=email.attempts + 1, next_attempt_at=at + wait if wait else None
    )
    if not is_ours:  # another worker took it, or it was deleted
        return False
    try:
        _message(email).send()
    except (OSError, SMTPException) as error:
        this.update(error=_describe(error), **({"next_attempt_at": None} if _is_final(error) else {}))
        if not _codes(error):
            raise ServerAway from error
        return False
    this.update(address="", subject="", text="", unsubscribe="", error="", sent_at=at, next_attempt_at=None)
    return True


def _message(email: OutgoingEmail) -> EmailMessage:
    headers = {"Message-ID": _message_id(email)}
    headers["Auto-Submitted"] = "auto-generated"  # no replies from absent people (RFC 3834)
    if email.unsubscribe:  # a button of the reader's mail program (RFC 8058)
        headers |= {
            "List-Unsubscribe": f"<{email.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return EmailMessage(
        email.subject, email.text, None, [email.address], headers=headers, connection=get_connection()
    )


def _message_id(email: OutgoingEmail) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{hashlib.sha256(email.key.encode()).hexdigest()[:32]}@{domain}>"


def _codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def _is_final(error: Exception) -> bool:
    """Return whether the server refused for good (5xx): nobody has this address, say. Our own sign-in is tried again."""
    codes = _codes(error)
    return bool(codes) and all(code >= 550 for code in codes)


def _describe(error: Exception) -> str:
    """Return what went wrong without what a server says, in which addresses stand."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])[:100]


def record_bounce(*, message_id: str, status: str, at: datetime) -> bool:
    """Record that an e-mail which had been sent reached nobody; return whether it is one of ours.

    Its text was deleted when it was sent, so that it stays in the list of those that failed and is not sent again.
    """
    for email in sent_emails().iterator():
        if _message_id(email) == message_id:
            this = OutgoingEmail.objects.filter(pk=email.pk)
            return bool(this.update(sent_at=None, error=f"{BOUNCED} {status}"[:100]))
    return False


def retry_failed_emails(*, by: User, at: datetime) -> int:
    """Queue the e-mails that were given up once more; return how many. What is about a day that has passed stays as it is."""
    require(may_run_site(by))
    to_retry = (
        failed_emails().exclude(address="").filter(Q(kind__in=LASTING) | Q(written_at__gte=at - STILL_NEWS))
    )
    return to_retry.update(attempts=0, next_attempt_at=at, written_at=at, error="")


def forget_emails_of(*, recipients: Iterable[UUID]) -> None:
    """Delete what is kept of the e-mails to these people, with the addresses of those that were never sent."""
    OutgoingEmail.objects.filter(recipient__in=list(recipients)).delete()


def drop_old_emails(*, before: datetime, at: datetime) -> int:
    """Delete what is kept of e-mails long sent or given up."""
    old = OutgoingEmail.objects.filter(written_at__lt=before, next_attempt_at__isnull=True)
    return old.delete()[0]
