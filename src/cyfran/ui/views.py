"""Pages about the site itself, and its error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

BROKEN = """<!DOCTYPE html><html lang="cy"><title>cyfran</title>
<h1>Aeth rhywbeth o'i le / <span lang="en">Something went wrong</span></h1>
<p>Ar ein hochr ni mae'r bai. Ewch yn ôl a rhowch gynnig arall arni.</p>
<p lang="en">The fault is ours. Go back and try again.</p></html>"""


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Offer both languages, as equals; the page at the root of the site."""
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
    """Answer a health check of the process; it does not query the database."""
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/not_found.jinja", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a failed CSRF check: the form's page is too old, or of another site. Going back keeps what was typed."""
    return render(request, "ui/stale_form.jinja", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error with a constant page: templates or the database may be what is broken."""
    return HttpResponse(BROKEN, status=500)
