"""Reading what a phone needs to know: whose it is, and the gatherings its owner writes for."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cyfran.core.accounts.models import User
from cyfran.discover.capture.models import Phone, Received
from cyfran.discover.conversations.rules import WRITERS
from cyfran.discover.gatherings.models import AgendaItem, Gathering, Stage
from cyfran.discover.gatherings.queries import gatherings_within
from cyfran.ground.partnerships.models import Membership

SINCE, UNTIL = timedelta(days=60), timedelta(days=120)


def digest_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def phone_with_token(token: str, at: datetime) -> Phone | None:
    found = Phone.objects.filter(digest=digest_token(token), until__gt=at, by__is_active=True)
    return found.select_related("by").first()


def phones_of(user: User, at: datetime) -> QuerySet[Phone]:
    return Phone.objects.filter(by=user, until__gt=at).order_by("-at")


def evenings_of(user: User, at: datetime) -> Sequence[Gathering]:
    """The gatherings someone may write for, from two months ago to four months ahead, and what each asks."""
    within = Membership.objects.current().filter(user=user, role__in=WRITERS).values("partnership")
    asking = AgendaItem.objects.filter(conversation__isnull=False).select_related("conversation")
    found = gatherings_within(within).filter(starts_at__gt=at - SINCE, starts_at__lt=at + UNTIL)
    asked = Prefetch("agenda", asking.order_by("number"), to_attr="questions")
    gatherings = found.exclude(state=Stage.CANCELLED).order_by("starts_at").prefetch_related(asked)
    return [gathering for gathering in gatherings if gathering.questions]


def is_received(key: UUID) -> bool:
    return Received.objects.filter(pk=key).exists()
