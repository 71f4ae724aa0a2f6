"""Events and their plans: their state, agenda, presets and access needs."""

from functools import cache
from importlib import resources

import yaml
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cyfran.discover.events.models import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Attendance,
    Contribution,
    Event,
    EventStage,
    EventState,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.rules import may_see_inside


def _newest_state():
    newest = EventState.objects.filter(event=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("state")[:1])


def with_state(events: QuerySet[Event]) -> QuerySet[Event]:
    """Annotate events with ``state``, their newest one."""
    return events.annotate(state=_newest_state())


def _with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add how many came and what was said: each counted by itself, as a join of both has a row for each pair."""
    return events.annotate(
        state=_newest_state(),
        attendance_count=_number_of(Attendance),
        contribution_count=_number_of(Contribution),
    ).select_related("place")


def _number_of(model: type[Attendance] | type[Contribution]) -> Coalesce:
    rows = model.objects.filter(event=OuterRef("pk")).order_by().values("event")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def events_of(partnership: Partnership, viewer) -> QuerySet[Event]:
    """The events of a partnership that this person may see, the latest first."""
    events = _with_counts(Event.objects.filter(partnership=partnership))
    if not may_see_inside(viewer, partnership):
        events = events.exclude(state=EventStage.PLANNED)
    return events.order_by("-starts_at")


def events_within(partnerships) -> QuerySet[Event]:
    """The events of several partnerships."""
    return with_state(Event.objects.filter(partnership__in=partnerships))


def event_in(partnership: Partnership, pk, *, counted: bool = True) -> QuerySet[Event]:
    """Return one event, with how many came and what was said unless the page needs neither."""
    event = Event.objects.filter(partnership=partnership, pk=pk)
    events = _with_counts(event) if counted else with_state(event)
    return events.select_related("place", "host", "topic", "partnership__place")


def state_of(event: Event) -> str:
    return EventState.objects.filter(event=event).latest("id").state


@cache
def presets() -> list[dict]:
    """Return the ready-made events to begin from."""
    text = resources.files("cyfran.discover.events").joinpath("content/presets.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def preset(key: str) -> dict | None:
    return next((candidate for candidate in presets() if candidate["key"] == key), None)


def agenda(event: Event) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(event=event).select_related("conversation")
    return items.annotate(contribution_count=Count("contributions")).order_by("number")


def needs(event: Event) -> QuerySet[AccessNeed]:
    return AccessNeed.objects.filter(event=event).order_by("at")


def needs_open(event: Event) -> int:
    """Return how many access needs are neither confirmed nor impossible."""
    settled = (AccessStatus.CONFIRMED, AccessStatus.NOT_POSSIBLE)
    return AccessNeed.objects.filter(event=event).exclude(status__in=settled).count()
