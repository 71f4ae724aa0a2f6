"""The template context of every page, and where a problem is in a file."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import gettext

from cyfran import __version__
from cyfran.core.errors import Problem
from cyfran.core.language import other_language
from cyfran.core.site.queries import site_details
from cyfran.ui.formats import reading_language


def page(request: HttpRequest) -> dict[str, object]:
    language = reading_language()
    return {
        "language": language,
        "other_language": other_language(language),
        "other_language_url": translate_url(request.get_full_path(), other_language(language)),
        "welsh_is_draft": not settings.CYFRAN_WELSH_CHECKED,
        "site": site_details(),
        "organisation_sign_in": settings.CYFRAN_OIDC_NAME if settings.CYFRAN_OIDC_URL else "",
        "version": __version__,
        "user": getattr(request, "user", None),
    }


def problem_location(problem: Problem) -> str:
    """Return where in a file a problem is, as labels with numbers: a sentence would need grammar in each language."""
    parts = []
    if problem.file:
        parts.append(gettext("File: %(name)s") % {"name": problem.file})
    if problem.page is not None:
        parts.append(gettext("Page: %(number)s") % {"number": problem.page})
    if problem.row is not None:
        parts.append(gettext("Row: %(number)s") % {"number": problem.row})
    if problem.column:
        parts.append(gettext("Column: %(name)s") % {"name": problem.column})
    return ", ".join(parts)
