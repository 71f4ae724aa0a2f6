"""The notebook itself: the same page for everyone, with nothing of anyone in it, so that a phone can keep it."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control

from cyfran.core.language import LANGUAGES
from cyfran.discover.capture.forms import MoreForm, NoteForm
from cyfran.discover.events.models import MomentType

FILES = ("dist/main.css", "ui/mark.svg", "ui/notebook.js", "ui/vault.js")


def notebook(request: HttpRequest) -> HttpResponse:
    context = {"note_form": NoteForm(), "more": MoreForm(), "scopes": _pages(), "moments": MomentType.choices}
    return render(request, "capture/notebook.jinja", context)


@cache_control(no_cache=True)
def notebook_worker(request: HttpRequest) -> HttpResponse:
    """What keeps the notebook on the phone. It may stand before both languages' pages, and touches nothing else."""
    files = [static(name) for name in FILES]
    context = {"pages": _pages(), "files": files, "mark": _mark(request, files)}
    response = render(request, "capture/worker.jinja", context, content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    return response


def manifest(request: HttpRequest) -> HttpResponse:
    return render(request, "capture/manifest.jinja", content_type="application/manifest+json")


def _pages() -> list[str]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(reverse("capture:notebook"))
    return found


def _mark(request: HttpRequest, files: list[str]) -> str:
    """Another mark whenever the page or a file is another, whose name says so: then a phone fetches everything anew."""
    told = hashlib.sha256(" ".join(files).encode())
    for language in LANGUAGES:
        with translation.override(language):
            told.update(notebook(request).content)
    return told.hexdigest()[:16]
