from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cyfran.core.accounts.rules import require
from cyfran.core.errors import FileRefused
from cyfran.core.language import reading_column
from cyfran.ground.places import actions, queries
from cyfran.ground.places.exchange import read_places, read_populations
from cyfran.ground.places.forms import PlacesImportForm
from cyfran.ground.places.rules import may_import_places
from cyfran.ui.trail import step


def list_(request: HttpRequest) -> HttpResponse:
    context = {"branches": queries.place_trees(), "may_import": may_import_places(request.user)}
    return render(request, "places/list.jinja", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    place = get_object_or_404(queries.places_with_population(), code=code)
    context = {
        "place": place,
        "ancestors": queries.ancestors(place),
        "parts": queries.places_with_population().filter(parent=place).order_by(reading_column("name")),
        "dimensions": queries.dimensions(place),
        "trail": [step(_("Places"), "places:list")],
    }
    return render(request, "places/detail.jinja", context)


@require_POST
def add_wales(request: HttpRequest) -> HttpResponse:
    place_count = actions.add_places_of_wales(by=request.user, at=timezone.now())
    messages.success(request, _("Places added: %(number)s") % {"number": place_count})
    return redirect("places:list")


def import_(request: HttpRequest) -> HttpResponse:
    """Import a file of places or of populations: all of it, or nothing and a list of its problems."""
    require(may_import_places(request.user))
    form = PlacesImportForm(request.POST, request.FILES) if request.method == "POST" else PlacesImportForm()
    problems: tuple = ()
    if form.is_valid():
        try:
            row_count = _import(form, request)
        except FileRefused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Rows imported: %(number)s") % {"number": row_count})
            return redirect("places:list")
    context = {"form": form, "problems": problems, "trail": [step(_("Places"), "places:list")]}
    return render(request, "places/import.jinja", context, status=422 if problems or form.errors else 200)


def _import(form: PlacesImportForm, request: HttpRequest) -> int:
    file, now = form.cleaned_data["file"], timezone.now()
    if form.cleaned_data["what"] == "places":
        rows = read_places(file, queries.levels_by_code())
        return actions.import_places(rows=rows, by=request.user, at=now)
    known_codes = set(queries.levels_by_code())
    return actions.import_populations(rows=read_populations(file, known_codes), by=request.user, at=now)
