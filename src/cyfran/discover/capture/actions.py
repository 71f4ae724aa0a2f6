"""A phone is connected, sends what it wrote down, and is let go."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.capture import rules
from cyfran.discover.capture.models import NotebookDevice, ReceivedEntry
from cyfran.discover.capture.queries import digest_token, is_received
from cyfran.discover.events import actions as events
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.events.models import AgendaItem
from cyfran.ground.people.models import ConsentText

LASTS = timedelta(days=90)


@transaction.atomic
def connect(*, by: User, at: datetime) -> tuple[NotebookDevice, str]:
    """Connect a phone. Its token is told once, here; it lasts for three months."""
    require(rules.may_connect(by))
    token = secrets.token_urlsafe(32)
    phone = NotebookDevice.objects.create(digest=digest_token(token), at=at, by=by, until=at + LASTS)
    log_event("capture.connected", phone, by=by, at=at)
    return phone, token


@transaction.atomic
def disconnect(*, phone: NotebookDevice, by: User, at: datetime) -> None:
    """Let a phone go: it was lost, or is no longer needed. What it has not sent cannot arrive from now on."""
    require(phone.by == by)
    log_event("capture.disconnected", phone, by=by, at=at)
    phone.delete()


@transaction.atomic
def receive(
    *, key: UUID, item: AgendaItem, words: RecordedWords, consent_text: ConsentText, by: User, at: datetime
) -> None:
    """Keep something a phone wrote down. However often it is sent, it is kept once."""
    if is_received(key):
        return
    events.contribute(item=item, words=words, key=key, consent_text=consent_text, by=by, at=at)
    ReceivedEntry.objects.create(key=key, at=at, by=by)


@transaction.atomic
def receive_mark(
    *, key: UUID, item: AgendaItem, moment: str, table: int | None, by: User, at: datetime, heard_at: datetime
) -> None:
    """Keep that something happened which no words stand for, at the moment it did. However often it is sent, it is once."""
    if is_received(key):
        return
    events.mark(item=item, moment=moment, table=table, by=by, at=heard_at)
    ReceivedEntry.objects.create(key=key, at=at, by=by)
