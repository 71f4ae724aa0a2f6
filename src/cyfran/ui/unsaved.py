"""What is answered while the database cannot be written or reached: what was sent stays with its sender."""

import logging
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cyfran.ui.messages.marks import N_

logger = logging.getLogger(__name__)

LONG_ENOUGH_TO_MISS = 8  # characters; shorter ones are choices and names of fields
RETRY_AFTER = "60"  # seconds
NOT_WORDS = {"csrfmiddlewaretoken", "next"}
UNSAVED = N_(
    "This site cannot save anything at the moment: its disk may be full, or its database busy. Nothing of what you "
    "sent was kept. Wait a minute and send it again."
)
UNREACHABLE = """<!DOCTYPE html><html lang="cy"><title>cyfran</title>
<h1>Ni ellir cyrraedd y safle ar hyn o bryd / <span lang="en">This site cannot be reached at the moment</span></h1>
<p>Arhoswch funud, yna rhowch gynnig arall arni.</p><p lang="en">Wait a minute, then try again.</p></html>"""


class UnsavedMiddleware:
    """Answers a request that failed as the database is full, locked or away with what was sent, to be sent again."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        place = request.resolver_match.view_name if request.resolver_match else ""
        logger.error("The database could not be used at %s", place, exc_info=exception)
        response = _as_page_or_sentence(request)
        response["Retry-After"] = RETRY_AFTER
        return response


def _as_page_or_sentence(request: HttpRequest) -> HttpResponse:
    """Return a page with what was sent; for a script the sentence alone; where no page can be drawn, a constant one."""
    if request.htmx or request.content_type == "application/json":
        return HttpResponse(gettext(UNSAVED), status=503, content_type="text/plain; charset=utf-8")
    context = {
        "sentence": gettext(UNSAVED),
        "fields": list(sent_fields(request)),
        "texts": written_texts(request),
        "had_files": bool(request.FILES),
    }
    try:
        return render(request, "ui/unsaved.jinja", context, status=503)
    except (OperationalError, InterfaceError):
        return HttpResponse(UNREACHABLE, status=503)


def sent_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the fields that somebody sent, without those of the page itself."""
    for name, values in request.POST.lists():
        if name not in NOT_WORDS:
            yield from ((name, value) for value in values)


def written_texts(request: HttpRequest) -> list[str]:
    """Return what somebody wrote themselves, to be shown where it cannot be kept."""
    return [text for _name, text in sent_fields(request) if len(text) >= LONG_ENOUGH_TO_MISS]
