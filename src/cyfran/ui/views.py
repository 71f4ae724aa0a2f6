"""Pages about the site itself, which need nothing of any chapter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

BROKEN = """<!DOCTYPE html><html lang="cy"><title>cyfran</title>
<h1>Aeth rhywbeth o'i le / <span lang="en">Something went wrong</span></h1>
<p>Ar ein hochr ni mae'r bai. Ewch yn ôl a rhowch gynnig arall arni.</p>
<p lang="en">The fault is ours. Go back and try again.</p></html>"""


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Before a language is chosen both are offered, as equals."""
    return render(request, "ui/choose_language.jinja")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/privacy.jinja")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.jinja")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/numbers.jinja")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: the process answers. It asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/not_found.jinja", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page a form came from is too old, or came from elsewhere. The browser's Back keeps what was typed."""
    return render(request, "ui/stale_form.jinja", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug. Nothing is asked of anything that may be what broke."""
    return HttpResponse(BROKEN, status=500)
