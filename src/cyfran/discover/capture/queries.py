"""Reading phones, the events their owners may write for, and which entries have arrived."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cyfran.core.accounts.models import User
from cyfran.discover.capture.models import NotebookDevice, ReceivedEntry
from cyfran.discover.conversations.rules import WRITERS
from cyfran.discover.events.models import AgendaItem, Event, EventStage
from cyfran.discover.events.queries import events_within
from cyfran.ground.partnerships.models import Membership

SINCE, UNTIL = timedelta(days=60), timedelta(days=120)


def digest_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def phone_with_token(token: str, at: datetime) -> NotebookDevice | None:
    phones = NotebookDevice.objects.filter(digest=digest_token(token), until__gt=at, by__is_active=True)
    return phones.select_related("by").first()


def phones_of(user: User, at: datetime) -> QuerySet[NotebookDevice]:
    return NotebookDevice.objects.filter(by=user, until__gt=at).order_by("-at")


def writable_events(user: User, at: datetime) -> Sequence[Event]:
    """Return the events someone may write for, from two months ago to four months ahead, each with its ``questions``."""
    partnerships = Membership.objects.current().filter(user=user, role__in=WRITERS).values("partnership")
    items = AgendaItem.objects.filter(conversation__isnull=False).select_related("conversation")
    events_in_period = events_within(partnerships).filter(starts_at__gt=at - SINCE, starts_at__lt=at + UNTIL)
    questions = Prefetch("agenda", items.order_by("number"), to_attr="questions")
    events = (
        events_in_period.exclude(state=EventStage.CANCELLED).order_by("starts_at").prefetch_related(questions)
    )
    return [event for event in events if event.questions]


def is_received(key: UUID) -> bool:
    return ReceivedEntry.objects.filter(pk=key).exists()
