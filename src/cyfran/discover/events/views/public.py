"""Public pages: the list of events, one event, calendars; and who took part."""

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
    events = list(queries.events_of(partnership, request.user))
    context = {
        "partnership": partnership,
        "coming": sorted(
            (event for event in events if event.ends_at >= now), key=lambda event: event.starts_at
        ),
        "past": [event for event in events if event.ends_at < now],
        "reached": queries.people_reached_count(partnership),
        "may_plan": rules.may_plan(request.user, partnership),
        "is_inside": may_see_inside(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "events/list.jinja", context)


def who_took_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Participation by deprivation fifth; members only, as the numbers are small."""
    partnership = partnership_for(request, slug, may_see_inside)
    context = {
        "partnership": partnership,
        "took_part": analysis.who_took_part(partnership),
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
        "reserved_places": queries.reserved_places(event),
        "attendance": queries.attendance_summary(event),
        "has_begun": event.starts_at <= timezone.now(),
        "is_over": event.ends_at <= timezone.now(),
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
    """All announced events, for a calendar to subscribe to."""
    partnership = partnership_for(request, slug)
    events = queries.events_of(partnership, request.user).exclude(state=EventStage.PLANNED)
    return _as_calendar(request, slug, list(events))


def one_in_calendar(request: HttpRequest, slug: str, pk) -> HttpResponse:
    return _as_calendar(request, slug, [get_visible_event(request, slug, pk)])


def _as_calendar(request: HttpRequest, slug: str, events: list[Event]) -> HttpResponse:
    def url_of(event: Event) -> str:
        return request.build_absolute_uri(reverse("events:detail", args=[slug, event.pk]))

    return download(pages.calendar(events, url_of), "cyfran.ics")
