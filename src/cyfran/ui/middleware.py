"""Middleware of every page, and pages for actions that are refused."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from cyfran.core.errors import ActionError
from cyfran.core.request_memory import remember_for_request
from cyfran.ui.messages import sentence

STATUS = {"not_allowed": 403, "not_found": 404, "too_many_tries": 429}


class NullCharacterMiddleware:
    """Leaves null characters out of what an address asks: no form sends one, and PostgreSQL refuses a text that has one."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            query = request.GET.copy()
            for name, values in request.GET.lists():
                query.setlist(name, [value.replace("\0", "") for value in values])
            request.GET = query
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Has no browser keep what was shown to somebody known: after signing out, nobody goes back to it on a shared computer."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        of_everyone = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
        if not request.COOKIES.keys() <= of_everyone and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class RequestMemoryMiddleware:
    """Lets rules ask the database once a request for what they all ask for."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with remember_for_request():
            return self.get_response(request)


class ActionErrorMiddleware:
    """Turns an ``ActionError`` into a page that says why the action was refused; other exceptions pass.

    A request by a script gets the sentence alone, which the script shows beside what was pressed.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionError):
            return None
        return render_refusal(request, exception)


def render_refusal(request: HttpRequest, error: ActionError) -> HttpResponse:
    status = STATUS.get(error.code, 409)
    is_page = not (request.htmx or request.content_type == "application/json")
    if error.code == "phase_not_open" and is_page:
        return redirect(_page_of_phase(request, **error.params))
    if not is_page:
        plain_text = "text/plain; charset=utf-8"
        return HttpResponse(sentence(error, gettext), status=status, content_type=plain_text)
    return render(request, "ui/stopped.jinja", {"error": error}, status=status)


def _page_of_phase(request: HttpRequest, slug: str, phase: str, **_params: object) -> str:
    """Return the page that says what has to wait for a phase, and leads back to where somebody came from."""
    came_from = urlsplit(request.headers.get("Referer", "")).path
    path = request.get_full_path() if request.method == "GET" else came_from
    return reverse("partnerships:phase_exception", args=[slug, phase]) + "?" + urlencode({"next": path})
