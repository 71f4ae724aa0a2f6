"""Connect and disconnect phones, and save what they send."""

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

TOKEN_LIFETIME = timedelta(days=90)


@transaction.atomic
def connect(*, by: User, at: datetime) -> tuple[NotebookDevice, str]:
    """Connect a phone and return it with its token, which is shown only once."""
    require(rules.may_connect(by))
    token = secrets.token_urlsafe(32)
    phone = NotebookDevice.objects.create(digest=digest_token(token), at=at, by=by, until=at + TOKEN_LIFETIME)
    log_event("capture.connected", phone, by=by, at=at)
    return phone, token


@transaction.atomic
def disconnect(*, phone: NotebookDevice, by: User, at: datetime) -> None:
    """Disconnect a phone that was lost or is no longer needed. What it has not sent cannot arrive any more."""
    require(phone.by == by)
    log_event("capture.disconnected", phone, by=by, at=at)
    phone.delete()


@transaction.atomic
def receive(
    *, key: UUID, item: AgendaItem, words: RecordedWords, consent_text: ConsentText, by: User, at: datetime
) -> None:
    """Save a contribution from a phone. However often it is sent, it is saved once."""
    if is_received(key):
        return
    events.contribute(item=item, words=words, key=key, consent_text=consent_text, by=by, at=at)
    ReceivedEntry.objects.create(key=key, at=at, by=by)


@transaction.atomic
def receive_mark(
    *, key: UUID, item: AgendaItem, moment: str, table: int | None, by: User, at: datetime, heard_at: datetime
) -> None:
    """Save an observed moment from a phone, at the time it happened. However often it is sent, it is saved once."""
    if is_received(key):
        return
    events.record_moment(item=item, moment=moment, table=table, by=by, at=heard_at)
    ReceivedEntry.objects.create(key=key, at=at, by=by)
