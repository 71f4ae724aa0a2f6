from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cyfran.core.accounts.rules import require
from cyfran.discover.events import queries, rules
from cyfran.discover.events.models import Event
from cyfran.ground.partnerships.views.access import partnership_for


def get_visible_event(request: HttpRequest, slug: str, pk, *, counted: bool = True) -> Event:
    """Return an event; 404 where this person may not see it."""
    partnership = partnership_for(request, slug)
    event = get_object_or_404(queries.event_in(partnership, pk, counted=counted))
    require(rules.may_see(request.user, event, event.state), "not_found")
    return event


def event_for(request: HttpRequest, slug: str, pk, rule) -> Event:
    """Return an event if ``rule`` allows this person; refuse otherwise."""
    event = get_visible_event(request, slug, pk, counted=False)
    require(rule(request.user, event.partnership))
    return event
