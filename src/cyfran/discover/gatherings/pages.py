"""What the pages of a gathering show, arranged from query results."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from cyfran.core.overview import ChapterSummary, Figure, Waiting
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import Node, what_came_of_each
from cyfran.discover.conversations.models import Statement
from cyfran.discover.gatherings.models import Gathering, Stage
from cyfran.discover.gatherings.queries import gatherings_of, needs_open, people_reached_count
from cyfran.discover.gatherings.rules import may_plan
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


def gatherings_trail(partnership: Partnership) -> list[dict[str, object]]:
    here = step(_("Events"), "gatherings:list", partnership.slug)
    return [*partnership_trail(partnership), here]


def gathering_trail(gathering: Gathering) -> list[dict[str, object]]:
    partnership = gathering.partnership
    here = step(words(gathering.name), "gatherings:detail", partnership.slug, gathering.pk)
    return [*gatherings_trail(partnership), here]


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


def calendar(gatherings: list[Gathering], address) -> bytes:
    """Gatherings as iCalendar, for any calendar to read."""
    feed = Calendar()
    feed.add("prodid", "-//cyfran//")
    feed.add("version", "2.0")
    for gathering in gatherings:
        feed.add_component(_event(gathering, address))
    return feed.to_ical()


def _event(gathering: Gathering, address) -> Event:
    event = Event()
    event.add("uid", f"{gathering.pk}@cyfran")
    event.add("dtstamp", gathering.at)
    event.add("dtstart", gathering.starts_at)
    event.add("dtend", gathering.ends_at)
    event.add("summary", plain(gathering.name))
    event.add("location", plain(gathering.venue))
    event.add("description", plain(gathering.purpose))
    event.add("url", address(gathering))
    event.add("status", "CANCELLED" if gathering.state == Stage.CANCELLED else "CONFIRMED")
    return event


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    listed, now = list(gatherings_of(partnership, user)), timezone.now()
    count, address = people_reached_count(partnership), reverse("gatherings:list", args=[partnership.slug])
    figures = [
        Figure(_("gatherings held"), sum(g.state == Stage.HELD for g in listed), address),
        Figure(_("attendances"), count.attendances, address),
        Figure(_("people met or heard, each counted once"), count.people, address),
    ]
    return ChapterSummary(figures, _waiting(partnership, listed, now) if may_plan(user, partnership) else [])


def _waiting(partnership: Partnership, listed: list[Gathering], now: datetime) -> list[Waiting]:
    found = []
    for gathering in listed:
        address = reverse("gatherings:detail", args=[partnership.slug, gathering.pk])
        text = {"name": plain(gathering.name)}
        if gathering.state == Stage.ANNOUNCED and gathering.ends_at < now:
            found.append(
                Waiting(_("Was it held? Say so, and write down what happened: %(name)s") % text, address)
            )
        elif gathering.state == Stage.ANNOUNCED and (number := needs_open(gathering)):
            more = text | {"number": number}
            due = gathering.starts_at.date()
            found.append(Waiting(_("Access not confirmed yet (%(number)s): %(name)s") % more, address, due))
    return found
