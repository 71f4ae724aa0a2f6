"""Read what a mail server writes back when an e-mail reached nobody (RFC 3464)."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

FAILED = "failed"  # the other actions say that it is late, was passed on, or arrived


@dataclass(frozen=True)
class Bounce:
    """An e-mail that reached nobody: its ``Message-ID`` and the status code, such as 5.1.1."""

    message_id: str
    status: str


def read_bounce(report: bytes) -> Bounce | None:
    """Return what a delivery status notification says, or None if it is not one of a failure."""
    message = message_from_bytes(report, policy=policy.default)
    statuses = [status for part in message.walk() for status in _failures(part)]
    ids = [found for part in message.walk() if (found := _original_id(part))]
    return Bounce(ids[0], statuses[0]) if statuses and ids else None


def _failures(part: Message) -> Iterator[str]:
    """Yield the status codes of the recipients that a report says were not reached."""
    if part.get_content_type() != "message/delivery-status":
        return
    for recipient in part.get_payload():  # one block of headers each; the first is of the message
        if isinstance(recipient, Message) and str(recipient.get("Action", "")).strip().lower() == FAILED:
            yield str(recipient.get("Status", "")).strip()


def _original_id(part: Message) -> str:
    """Return the Message-ID of the e-mail that a report returns, whole or its headers alone."""
    if part.get_content_type() == "message/rfc822":
        [original] = part.get_payload()
        return str(original.get("Message-ID", "")).strip()
    if part.get_content_type() == "text/rfc822-headers":
        headers = message_from_bytes(_content_of(part), policy=policy.default)
        return str(headers.get("Message-ID", "")).strip()
    return ""


def _content_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
