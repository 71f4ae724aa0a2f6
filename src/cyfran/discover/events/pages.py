"""What the pages of events show, arranged from query results."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar
from icalendar import Event as CalendarEntry

from cyfran.core.news import NewsItem
from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import Node, later_nodes_by_group
from cyfran.discover.conversations.models import Statement
from cyfran.discover.events.models import Event, EventStage
from cyfran.discover.events.queries import events_of, needs_open, people_reached_count
from cyfran.discover.events.rules import may_plan
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import plain, words
from cyfran.ui.trail import step

PRESET_NAMES = {
    "workshop": (
        _("Evening workshop"),
        _(
            "Two hours around tables, with a round where everyone speaks once, two questions, and dots to show what "
            "matters most."
        ),
    ),
    "drop_in": (
        _("Drop-in"),
        _("A stall at a mart, a library or a square, with one question and cards on a wall."),
    ),
    "talks": (_("Phone or doorstep talks"), _("One person at a time, over some weeks.")),
    "online": (_("Online meeting"), _("An hour and a quarter, by video or phone.")),
    "sense_making": (
        _("Sense-making day"),
        _("What was heard is read back, and people say what matters most."),
    ),
}


def events_trail(partnership: Partnership) -> list[dict[str, object]]:
    current_step = step(_("Events"), "events:list", partnership.slug)
    return [*partnership_trail(partnership), current_step]


def event_trail(event: Event) -> list[dict[str, object]]:
    partnership = event.partnership
    current_step = step(words(event.name), "events:detail", partnership.slug, event.pk)
    return [*events_trail(partnership), current_step]


@dataclass(frozen=True)
class TableTalk:
    """The statements of one table, and everything that rests on them."""

    table: int | None
    statements: list[Statement]
    consequences: list[Node]


def group_by_table(statements: list[Statement], reader: Reader) -> list[TableTalk]:
    tables: dict[int | None, list[Statement]] = {}
    for statement in statements:
        tables.setdefault(statement.contribution.table, []).append(statement)
    places = {
        table: [("statement", statement.pk) for statement in table_statements]
        for table, table_statements in tables.items()
    }
    consequences = later_nodes_by_group(places, reader)
    ordered = sorted(tables.items(), key=lambda pair: (pair[0] is None, pair[0]))
    return [TableTalk(table, table_statements, consequences[table]) for table, table_statements in ordered]


# --- In a calendar ------------------------------------------------------------------------------------------------


def calendar(events: list[Event], url_of) -> bytes:
    """Return events as iCalendar. ``url_of`` gives the address of an event's page."""
    feed = Calendar()
    feed.add("prodid", "-//cyfran//")
    feed.add("version", "2.0")
    for event in events:
        feed.add_component(_calendar_entry(event, url_of))
    return feed.to_ical()


def _calendar_entry(event: Event, url_of) -> CalendarEntry:
    entry = CalendarEntry()
    entry.add("uid", f"{event.pk}@cyfran")
    entry.add("dtstamp", event.at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", plain(event.name))
    entry.add("location", plain(event.venue))
    entry.add("description", plain(event.purpose))
    entry.add("url", url_of(event))
    entry.add("status", "CANCELLED" if event.state == EventStage.CANCELLED else "CONFIRMED")
    return entry


# --- On the home page of a partnership ----------------------------------------------------------------------------


def news(partnership: Partnership) -> list[NewsItem]:
    """Return the events that were announced and are still to come."""
    return [
        NewsItem(
            f"event:{event.pk}",
            _("Event"),
            event.name,
            reverse("events:detail", args=[partnership.slug, event.pk]),
        )
        for event in events_of(partnership, AnonymousUser())
        if event.state == EventStage.ANNOUNCED and event.ends_at > timezone.now()
    ]


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    events, now = list(events_of(partnership, user)), timezone.now()
    reached, address = people_reached_count(partnership), reverse("events:list", args=[partnership.slug])
    figures = [
        Figure(_("events held"), sum(event.state == EventStage.HELD for event in events), address),
        Figure(_("attendances"), reached.attendances, address),
        Figure(_("people met or heard, each counted once"), reached.people, address),
    ]
    return ChapterSummary(
        figures, _waiting_tasks(partnership, events, now) if may_plan(user, partnership) else []
    )


def _waiting_tasks(partnership: Partnership, events: list[Event], now: datetime) -> list[OverviewTask]:
    waiting = []
    for event in events:
        address = reverse("events:detail", args=[partnership.slug, event.pk])
        text = {"name": plain(event.name)}
        if event.state == EventStage.ANNOUNCED and event.ends_at < now:
            waiting.append(
                OverviewTask(
                    _("Did this event take place? Mark it as held, and write down what happened: %(name)s")
                    % text,
                    address,
                )
            )
        elif event.state == EventStage.ANNOUNCED and (number := needs_open(event)):
            params = text | {"number": number}
            due = event.starts_at.date()
            waiting.append(
                OverviewTask(
                    _("Access needs not confirmed yet (%(number)s): %(name)s") % params, address, due
                )
            )
    return waiting
