"""What stands around every page: answers that must be quick come first, and what may not be done says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cyfran.core.errors import ActionError
from cyfran.ui.messages import sentence

STATUS = {"not_allowed": 403, "not_found": 404}


_early: list[tuple[str, Callable[[HttpRequest], HttpResponse | None]]] = []


def register_short_circuit(beginning: str, answer: Callable[[HttpRequest], HttpResponse | None]) -> None:
    """Have requests whose path begins so answered before anything else is done.

    For what a thousand phones ask every few seconds, which is the same for all of them and needs no session.
    """
    if (beginning, answer) not in _early:
        _early.append((beginning, answer))


class ShortCircuitMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for beginning, answer in _early:
            if request.path_info.startswith(beginning) and request.method == "GET":
                early = answer(request)
                if early is not None:
                    return early
        return self.get_response(request)


class ActionErrorMiddleware:
    """Turns an action that may not be done into a page that says why; anything else is a bug and surfaces.

    A script that asked for a part of a page is given the sentence alone, to put it beside what was pressed.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionError):
            return None
        status = STATUS.get(exception.code, 409)
        if request.htmx:
            return HttpResponse(
                sentence(exception, gettext), status=status, content_type="text/plain; charset=utf-8"
            )
        return render(request, "ui/stopped.jinja", {"error": exception}, status=status)
