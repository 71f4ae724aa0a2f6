"""What the pages of an event show, arranged from query results."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar
from icalendar import Event as CalendarEntry

from cyfran.core.overview import ChapterSummary, Figure, Waiting
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import Node, what_came_of_each
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
        _("Workshop, an evening"),
        _("Two hours around tables, with a round, two questions and dots."),
    ),
    "drop_in": (_("Drop-in"), _("A stand in a mart, a library or a square: one question, cards on a wall.")),
    "talks": (_("Phone or doorstep talks"), _("One person at a time, over some weeks.")),
    "online": (_("Online meeting"), _("An hour and a quarter, by video or phone.")),
    "sense_making": (
        _("Sense-making day"),
        _("What was heard is read back, and people say what matters most."),
    ),
}


def events_trail(partnership: Partnership) -> list[dict[str, object]]:
    here = step(_("Events"), "events:list", partnership.slug)
    return [*partnership_trail(partnership), here]


def event_trail(event: Event) -> list[dict[str, object]]:
    partnership = event.partnership
    here = step(words(event.name), "events:detail", partnership.slug, event.pk)
    return [*events_trail(partnership), here]


@dataclass(frozen=True)
class TableTalk:
    """What was said at one table, and everything that came of it."""

    table: int | None
    said: list[Statement]
    became: list[Node]


def by_table(said: list[Statement], reader: Reader) -> list[TableTalk]:
    tables: dict[int | None, list[Statement]] = {}
    for statement in said:
        tables.setdefault(statement.contribution.table, []).append(statement)
    places = {table: [("statement", one.pk) for one in found] for table, found in tables.items()}
    became = what_came_of_each(places, reader)
    ordered = sorted(tables.items(), key=lambda pair: (pair[0] is None, pair[0]))
    return [TableTalk(table, found, became[table]) for table, found in ordered]


# --- In a calendar ------------------------------------------------------------------------------------------------


def calendar(events: list[Event], address) -> bytes:
    """Events as iCalendar, for any calendar to read."""
    feed = Calendar()
    feed.add("prodid", "-//cyfran//")
    feed.add("version", "2.0")
    for event in events:
        feed.add_component(_calendar_entry(event, address))
    return feed.to_ical()


def _calendar_entry(event: Event, address) -> CalendarEntry:
    entry = CalendarEntry()
    entry.add("uid", f"{event.pk}@cyfran")
    entry.add("dtstamp", event.at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", plain(event.name))
    entry.add("location", plain(event.venue))
    entry.add("description", plain(event.purpose))
    entry.add("url", address(event))
    entry.add("status", "CANCELLED" if event.state == EventStage.CANCELLED else "CONFIRMED")
    return entry


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    listed, now = list(events_of(partnership, user)), timezone.now()
    count, address = people_reached_count(partnership), reverse("events:list", args=[partnership.slug])
    figures = [
        Figure(_("events held"), sum(g.state == EventStage.HELD for g in listed), address),
        Figure(_("attendances"), count.attendances, address),
        Figure(_("people met or heard, each counted once"), count.people, address),
    ]
    return ChapterSummary(figures, _waiting(partnership, listed, now) if may_plan(user, partnership) else [])


def _waiting(partnership: Partnership, listed: list[Event], now: datetime) -> list[Waiting]:
    found = []
    for event in listed:
        address = reverse("events:detail", args=[partnership.slug, event.pk])
        text = {"name": plain(event.name)}
        if event.state == EventStage.ANNOUNCED and event.ends_at < now:
            found.append(
                Waiting(_("Was it held? Say so, and write down what happened: %(name)s") % text, address)
            )
        elif event.state == EventStage.ANNOUNCED and (number := needs_open(event)):
            more = text | {"number": number}
            due = event.starts_at.date()
            found.append(Waiting(_("Access not confirmed yet (%(number)s): %(name)s") % more, address, due))
    return found
