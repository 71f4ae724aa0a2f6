"""Access checks that pages inside a partnership share."""

from collections.abc import Callable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cyfran.core.accounts.rules import require
from cyfran.core.thread.node_types import Reader
from cyfran.ground.partnerships.actions import require_phase
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.queries import partnership_by_slug
from cyfran.ground.partnerships.rules import may_see_inside


def partnership_for(
    request: HttpRequest, slug: str, rule: Callable | None = None, phase: str = ""
) -> Partnership:
    """Return the partnership with this slug, or 404. Raises ``ActionError`` if ``rule`` refuses this user.

    A form whose work has to wait for a ``phase`` is not shown before; what is sent is refused by the action, which keeps
    what was entered.
    """
    partnership = get_object_or_404(partnership_by_slug(slug))
    if rule:
        require(rule(request.user, partnership))
    if phase and request.method == "GET":
        require_phase(partnership, phase, at=timezone.now())
    return partnership


def reader(request: HttpRequest, partnership: Partnership) -> Reader:
    return Reader(partnership.pk, may_see_inside(request.user, partnership))
