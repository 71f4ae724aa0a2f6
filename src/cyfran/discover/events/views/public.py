"""For everyone: what is on, what was, and how to come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cyfran.discover.events import analysis, pages, queries, rules
from cyfran.discover.events.models import Event, EventStage
from cyfran.discover.events.views.access import get_visible_event
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.queries import power_over
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ui.downloads import download


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, now = partnership_for(request, slug), timezone.now()
    listed = list(queries.events_of(partnership, request.user))
    context = {
        "partnership": partnership,
        "coming": sorted((g for g in listed if g.ends_at >= now), key=lambda g: g.starts_at),
        "past": [g for g in listed if g.ends_at < now],
        "reached": queries.people_reached_count(partnership),
        "may_plan": rules.may_plan(request.user, partnership),
        "is_inside": may_see_inside(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "events/list.jinja", context)


def who_took_part(request: HttpRequest, slug: str) -> HttpResponse:
    """By area, for the partnership: numbers this small are not for the world."""
    partnership = partnership_for(request, slug, may_see_inside)
    context = {
        "partnership": partnership,
        "found": analysis.who_took_part(partnership),
        "trail": pages.events_trail(partnership),
    }
    return render(request, "events/who_took_part.jinja", context)


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    event = get_visible_event(request, slug, pk)
    partnership = event.partnership
    context = {
        "partnership": partnership,
        "event": event,
        "agenda": queries.agenda(event),
        "power": power_over(event.topic),
        "places": queries.places(event),
        "kept": queries.reserved_places(event),
        "there": queries.attendance_summary(event),
        "is_inside": may_see_inside(request.user, partnership),
        "takes_sign_ups": rules.takes_sign_ups(event.state) and event.ends_at > timezone.now(),
        "may_plan": rules.may_plan(request.user, partnership),
        "may_record": rules.may_record(request.user, partnership),
        "needs_open": queries.needs_open(event),
        "feedback_due": event.ends_at + queries.FEEDBACK_AFTER,
        "trail": pages.events_trail(partnership),
    }
    return render(request, "events/detail.jinja", context)


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is announced, for a calendar to follow."""
    partnership = partnership_for(request, slug)
    listed = queries.events_of(partnership, request.user).exclude(state=EventStage.PLANNED)
    return _as_calendar(request, slug, list(listed))


def one_in_calendar(request: HttpRequest, slug: str, pk) -> HttpResponse:
    return _as_calendar(request, slug, [get_visible_event(request, slug, pk)])


def _as_calendar(request: HttpRequest, slug: str, events: list[Event]) -> HttpResponse:
    def address(event: Event) -> str:
        return request.build_absolute_uri(reverse("events:detail", args=[slug, event.pk]))

    return download(pages.calendar(events, address), "cyfran.ics")
