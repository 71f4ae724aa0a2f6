"""After an event: reflections, pulse checks, promises made aloud, claims, and when people were last asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.events.models import (
    AgendaItem,
    Claim,
    Event,
    EventStage,
    PulseCount,
    Reflection,
    SpokenPromise,
)
from cyfran.discover.events.queries.planning import with_state
from cyfran.ground.partnerships.models import Partnership

FEEDBACK_AFTER = timedelta(days=30)


def reflections(event: Event, viewer) -> QuerySet[Reflection]:
    """The reflections this person may see: shared ones, and their own."""
    is_visible = Q(shared=True) | Q(by=viewer)
    return Reflection.objects.filter(is_visible, event=event).select_related("by").order_by("at")


def pulse_counts(event: Event) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {}
    for question, answer, number in PulseCount.objects.filter(event=event).values_list(
        "question", "answer", "number"
    ):
        counts.setdefault(question, {})[answer] = number
    return counts


def promises_of_event(event: Event) -> QuerySet[SpokenPromise]:
    return SpokenPromise.objects.filter(event=event).select_related("by").order_by("at")


def promises_made_in(partnership: Partnership) -> QuerySet[SpokenPromise]:
    return SpokenPromise.objects.filter(partnership=partnership).select_related("event").order_by("at")


def claims(event: Event) -> QuerySet[Claim]:
    return Claim.objects.filter(event=event).select_related("payment").order_by("claimed_on", "id")


def claim_in(event: Event, pk) -> Claim | None:
    return claims(event).filter(pk=pk).first()


@dataclass(frozen=True)
class ClaimsSummary:
    """The sums claimed and paid at an event, the number of unpaid claims, and the median number of days to payment."""

    claimed: object
    paid: object
    unpaid: int
    days: float | None


def claims_summary(event: Event) -> ClaimsSummary:
    totals = Claim.objects.filter(event=event).aggregate(
        claimed=Sum("amount"), paid=Sum("amount", filter=Q(payment__isnull=False))
    )
    rows = claims(event).values_list("claimed_on", "payment__paid_on")
    days_to_payment = [(paid - claimed).days for claimed, paid in rows if paid is not None]
    unpaid = sum(paid is None for _, paid in rows)
    return ClaimsSummary(
        totals["claimed"] or 0,
        totals["paid"] or 0,
        unpaid,
        median(days_to_payment) if days_to_payment else None,
    )


def last_asked_at(partnership: Partnership) -> dict[UUID, datetime]:
    """For each conversation that was asked at events that were held: when the last of them ended."""
    events = with_state(Event.objects.filter(partnership=partnership))
    items = AgendaItem.objects.filter(
        event__in=events.filter(state=EventStage.HELD), conversation__isnull=False
    )
    return dict(items.values_list("conversation").annotate(last=Max("event__ends_at")))


def show_promises_made(promises: QuerySet[SpokenPromise], reader: Reader) -> dict[UUID, RenderedNode]:
    """Render promises made in the room as nodes of the thread, for members only."""
    return {
        promise.pk: RenderedNode(LanguageText(promise.text, promise.language), promise.get_side_display())
        for promise in promises
        if reader.is_member
    }
