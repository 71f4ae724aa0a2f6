"""The thread of any node in a partnership: what it is built on, and what came of it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from cyfran.core.accounts.rules import require
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import Thread, thread_gaps, walk
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.partnerships.views.access import partnership_for, reader
from cyfran.ui.forms import get_or_404
from cyfran.ui.thread import branches, picture, thread_to_json


def _thread_of(request: HttpRequest, slug: str, kind: str, pk) -> tuple[Partnership, Thread]:
    partnership = partnership_for(request, slug)
    return partnership, get_or_404(walk(kind, pk, reader(request, partnership)))


def thread(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    partnership, thread = _thread_of(request, slug, kind, pk)
    own_page_name = thread.start.node_type.address
    context = {
        "partnership": partnership,
        "thread": thread,
        "back": branches(thread, back=True),
        "forward": branches(thread, back=False),
        "picture": picture(thread),
        "may_be_followed": walk(kind, pk, Reader(partnership.pk, is_member=False)) is not None,
        "own_page": reverse(own_page_name, args=[slug, pk]) if own_page_name else "",
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/thread.jinja", context)


def thread_data(request: HttpRequest, slug: str, kind: str, pk) -> HttpResponse:
    """Return the thread as JSON, for other programs."""
    _partnership, thread = _thread_of(request, slug, kind, pk)

    def address(node) -> str:
        return reverse("partnerships:thread", args=[slug, node.node_type.kind, node.pk])

    return JsonResponse(
        thread_to_json(thread, address), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def gaps(request: HttpRequest, slug: str) -> HttpResponse:
    """List the nodes whose thread breaks off: built on nothing, or with nothing that came of them yet."""
    partnership = partnership_for(request, slug)
    require(may_see_inside(request.user, partnership))
    context = {
        "partnership": partnership,
        "gaps": thread_gaps(reader(request, partnership)),
        "trail": partnership_trail(partnership),
    }
    return render(request, "partnerships/gaps.jinja", context)
