"""The notebook itself: the same page for everyone, without personal data, so that a phone can cache it."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control

from cyfran.core.language import LANGUAGES
from cyfran.discover.capture.forms import EntryDetailsForm, NoteForm
from cyfran.discover.events.models import MomentType

FILES = ("dist/main.css", "ui/mark.svg", "ui/notebook.js", "ui/vault.js")


def notebook(request: HttpRequest) -> HttpResponse:
    context = {
        "note_form": NoteForm(),
        "more": EntryDetailsForm(),
        "scopes": _notebook_urls(),
        "moments": MomentType.choices,
    }
    return render(request, "capture/notebook.jinja", context)


@cache_control(no_cache=True)
def notebook_worker(request: HttpRequest) -> HttpResponse:
    """The service worker that caches the notebook. It may serve the pages of both languages, and handles nothing else."""
    files = [static(name) for name in FILES]
    context = {"pages": _notebook_urls(), "files": files, "version": _content_version(request, files)}
    response = render(request, "capture/worker.jinja", context, content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    return response


def manifest(request: HttpRequest) -> HttpResponse:
    return render(request, "capture/manifest.jinja", content_type="application/manifest+json")


def _notebook_urls() -> list[str]:
    """Return the address of the notebook in each language."""
    urls = []
    for language in LANGUAGES:
        with translation.override(language):
            urls.append(reverse("capture:notebook"))
    return urls


def _content_version(request: HttpRequest, files: list[str]) -> str:
    """Return a hash that changes with the page or the name of a file, so that a phone then fetches everything again."""
    digest = hashlib.sha256(" ".join(files).encode())
    for language in LANGUAGES:
        with translation.override(language):
            digest.update(notebook(request).content)
    return digest.hexdigest()[:16]
