"""The page of an audit log, and the log as a file."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cyfran.core.audit.queries import COLUMNS, filter_events, rows_of
from cyfran.core.tables import escape_formula
from cyfran.ui.downloads import download

ON_A_PAGE = 100


def render_log(request: HttpRequest, events: QuerySet, title: str, **context: object) -> HttpResponse:
    """Return the page of these events, filtered as the request asks, or all that the filters leave as CSV."""
    person, kind = request.GET.get("person", "").strip(), request.GET.get("event", "").strip()
    found = filter_events(events, person, kind)
    if request.GET.get("format") in ("csv", "xlsx"):  # the middleware makes a workbook of it
        return download(_as_csv(found), "log.csv")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {"title": title, "page": page, "person": person, "event": kind}
    return render(request, "ui/log.jinja", context)


def _as_csv(events: QuerySet) -> Iterator[str]:
    for row in _rows(events):
        out = StringIO()
        csv.writer(out, lineterminator="\n").writerow([escape_formula(cell) for cell in row])
        yield out.getvalue()


def _rows(events: QuerySet) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    yield from rows_of(events)
