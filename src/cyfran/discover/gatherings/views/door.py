from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cyfran.core.accounts.rules import require
from cyfran.discover.gatherings import queries, rules
from cyfran.discover.gatherings.models import Gathering
from cyfran.ground.partnerships.views.door import partnership_for


def get_visible_event(request: HttpRequest, slug: str, pk) -> Gathering:
    """Give the gathering of an address, where this person may see it."""
    partnership = partnership_for(request, slug)
    gathering = get_object_or_404(queries.gathering_in(partnership, pk))
    require(rules.may_see(request.user, gathering, gathering.state), "not_found")
    return gathering


def gathering_for(request: HttpRequest, slug: str, pk, rule) -> Gathering:
    """Give the gathering, where this person may do what the page is for."""
    gathering = get_visible_event(request, slug, pk)
    require(rule(request.user, gathering.partnership))
    return gathering
