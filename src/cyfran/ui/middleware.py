"""Turns an action that may not be done into a page that says why; anything else is a bug and surfaces."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.core.errors import ActionError

STATUS = {"not_allowed": 403, "not_found": 404}


class SayWhatWentWrong:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ActionError):
            return None
        return render(
            request, "ui/stopped.jinja", {"error": exception}, status=STATUS.get(exception.code, 409)
        )
