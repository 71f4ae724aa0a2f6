"""Reading what a phone needs to know: whose it is, and the events its owner writes for."""

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
    found = NotebookDevice.objects.filter(digest=digest_token(token), until__gt=at, by__is_active=True)
    return found.select_related("by").first()


def phones_of(user: User, at: datetime) -> QuerySet[NotebookDevice]:
    return NotebookDevice.objects.filter(by=user, until__gt=at).order_by("-at")


def evenings_of(user: User, at: datetime) -> Sequence[Event]:
    """The events someone may write for, from two months ago to four months ahead, and what each asks."""
    within = Membership.objects.current().filter(user=user, role__in=WRITERS).values("partnership")
    asking = AgendaItem.objects.filter(conversation__isnull=False).select_related("conversation")
    found = events_within(within).filter(starts_at__gt=at - SINCE, starts_at__lt=at + UNTIL)
    asked = Prefetch("agenda", asking.order_by("number"), to_attr="questions")
    events = found.exclude(state=EventStage.CANCELLED).order_by("starts_at").prefetch_related(asked)
    return [event for event in events if event.questions]


def is_received(key: UUID) -> bool:
    return ReceivedEntry.objects.filter(pk=key).exists()
