"""Pages about the site itself, and its error pages."""

import logging
import sys

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_from_path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cyfran.core.retention import retentions
from cyfran.core.site.actions import new_reference, record_error
from cyfran.core.site.queries import retention_months, site_logo
from cyfran.ui.health import CANARY, OK, canary_passed_at, check_health
from cyfran.ui.unknown_codes import UnknownCode
from cyfran.ui.unsaved import written_texts

logger = logging.getLogger(__name__)

BROKEN = """<!DOCTYPE html><html lang="cy"><title>cyfran</title>
<h1>Aeth rhywbeth o'i le / <span lang="en">Something went wrong</span></h1>
<p>Ar ein hochr ni mae'r bai. Ewch yn ôl a rhowch gynnig arall arni.</p>
<p lang="en">The fault is ours. Go back and try again.</p>
<p>Cyfeirnod / <span lang="en">Reference</span>: <strong>{reference}</strong></p></html>"""


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Offer both languages, as equals; the page at the root of the site."""
    return render(request, "ui/choose_language.jinja")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    months = retention_months()
    kept = [(retention, months[retention.kind]) for retention in retentions()]
    return render(request, "ui/privacy.jinja", {"kept": kept})


@require_safe
@cache_control(public=True, max_age=86400, immutable=True)
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a logo of the site. Another one has another address, so browsers keep it."""
    picture = site_logo(pk)
    if not picture:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.jinja")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/numbers.jinja")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer a monitor: 200 where everything works, 503 where something does not, and what."""
    checks = check_health()
    works = all(found == OK for found in checks.values())
    answer = {"status": OK if works else "failing", "checks": checks, CANARY: canary_passed_at()}
    return JsonResponse(answer, status=200 if works else 503, headers={"Cache-Control": "no-store"})


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer whoever only asks whether this process answers."""
    return HttpResponse(OK, content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, UnknownCode):
        in_language = get_language_from_path(request.path_info)
        page = "ui/unknown_code.jinja" if in_language else "ui/unknown_code_before_language.jinja"
        return render(request, page, status=404)
    return render(request, "ui/not_found.jinja", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a failed CSRF check: the form's page is too old, or of another site.

    What was typed is shown, to be copied. It is not offered to be sent again, as another site may have made it up.
    """
    return render(request, "ui/stale_form.jinja", {"texts": written_texts(request)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an unexpected error with a constant page, as templates or the database may be what is broken.

    Its reference is in the log and, if the database can be written to, in the list of the operators.
    """
    reference, error = new_reference(), sys.exc_info()[1]
    place = request.resolver_match.view_name if request.resolver_match else ""
    logger.error("Error %s at %s", reference, place or "an unknown address")
    if error:
        try:
            record_error(reference=reference, place=place, error=error, at=timezone.now())
        except Exception:
            logger.exception("Error %s could not be kept for the operators", reference)
    return HttpResponse(BROKEN.format(reference=reference), status=500)
