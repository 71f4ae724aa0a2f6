"""Queries for the audit log."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.audit.models import AuditEvent

COLUMNS = ("moment", "person", "event", "object", "identifier", "detail")


def events_within(partnership_id: UUID) -> QuerySet[AuditEvent]:
    """Return what was done in a partnership, newest first."""
    return AuditEvent.objects.filter(within=partnership_id).select_related("by").order_by("-id")


def events_of_site() -> QuerySet[AuditEvent]:
    """Return what was done on the site and in no partnership, newest first."""
    return AuditEvent.objects.filter(within=None).select_related("by").order_by("-id")


def filter_events(events: QuerySet[AuditEvent], person: str, kind: str) -> QuerySet[AuditEvent]:
    """Return the events by a person with this in their name, of a kind that begins so; an empty text filters nothing."""
    if person:
        events = events.filter(by__name__icontains=person)
    return events.filter(kind__startswith=kind) if kind else events


def rows_of(events: QuerySet[AuditEvent]) -> Iterator[tuple[str, ...]]:
    """Yield the columns of each event, for a table in a file."""
    for event in events.iterator():
        yield (
            event.at.isoformat(timespec="seconds"),
            event.by.name if event.by else "",
            event.kind,
            event.subject_type,
            str(event.subject_id),
            "; ".join(f"{name}={value}" for name, value in event.detail.items()),
        )
