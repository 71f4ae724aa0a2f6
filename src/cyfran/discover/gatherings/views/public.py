"""For everyone: what is on, what was, and how to come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cyfran.discover.gatherings import analysis, pages, queries, rules
from cyfran.discover.gatherings.models import Gathering, Stage
from cyfran.discover.gatherings.views.door import get_visible_event
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.queries import power_over
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.partnerships.views.door import partnership_for
from cyfran.ui.downloads import download


def list_(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, now = partnership_for(request, slug), timezone.now()
    listed = list(queries.gatherings_of(partnership, request.user))
    context = {
        "partnership": partnership,
        "coming": sorted((g for g in listed if g.ends_at >= now), key=lambda g: g.starts_at),
        "past": [g for g in listed if g.ends_at < now],
        "reached": queries.people_reached_count(partnership),
        "may_plan": rules.may_plan(request.user, partnership),
        "is_inside": may_see_inside(request.user, partnership),
        "trail": partnership_trail(partnership),
    }
    return render(request, "gatherings/list.jinja", context)


def who_took_part(request: HttpRequest, slug: str) -> HttpResponse:
    """By area, for the partnership: numbers this small are not for the world."""
    partnership = partnership_for(request, slug, may_see_inside)
    context = {
        "partnership": partnership,
        "found": analysis.who_took_part(partnership),
        "trail": pages.gatherings_trail(partnership),
    }
    return render(request, "gatherings/who_took_part.jinja", context)


def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    gathering = get_visible_event(request, slug, pk)
    partnership = gathering.partnership
    context = {
        "partnership": partnership,
        "gathering": gathering,
        "agenda": queries.agenda(gathering),
        "power": power_over(gathering.matter),
        "places": queries.places(gathering),
        "kept": queries.kept_places(gathering),
        "there": queries.attendance_summary(gathering),
        "is_inside": may_see_inside(request.user, partnership),
        "takes_sign_ups": rules.takes_sign_ups(gathering.state) and gathering.ends_at > timezone.now(),
        "may_plan": rules.may_plan(request.user, partnership),
        "may_record": rules.may_record(request.user, partnership),
        "needs_open": queries.needs_open(gathering),
        "feedback_due": gathering.ends_at + queries.FEEDBACK_AFTER,
        "trail": pages.gatherings_trail(partnership),
    }
    return render(request, "gatherings/detail.jinja", context)


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that is announced, for a calendar to follow."""
    partnership = partnership_for(request, slug)
    listed = queries.gatherings_of(partnership, request.user).exclude(state=Stage.PLANNED)
    return _as_calendar(request, slug, list(listed))


def one_in_calendar(request: HttpRequest, slug: str, pk) -> HttpResponse:
    return _as_calendar(request, slug, [get_visible_event(request, slug, pk)])


def _as_calendar(request: HttpRequest, slug: str, gatherings: list[Gathering]) -> HttpResponse:
    def address(gathering: Gathering) -> str:
        return request.build_absolute_uri(reverse("gatherings:detail", args=[slug, gathering.pk]))

    return download(pages.calendar(gatherings, address), "cyfran.ics")
