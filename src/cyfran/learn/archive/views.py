"""Download everything recorded that a partnership has recorded."""

from datetime import datetime
from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cyfran.core.audit.actions import log_event
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_manage
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.ground.people.views import participant_on_device
from cyfran.learn.archive import pages, queries
from cyfran.learn.archive.exchange import as_sheets, write_archive
from cyfran.ui.downloads import download_tables
from cyfran.ui.workbooks import send_workbook


def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what the archive holds; POST makes it and sends it."""
    partnership = partnership_for(request, slug, may_manage)
    if request.method == "POST":
        send = _send_workbook if request.POST.get("format") == "xlsx" else _send_archive
        return send(partnership, request.user, timezone.now())
    context = {
        "partnership": partnership,
        "table_count": len(queries.archive_tables()),
        "left_out": {pages.REASONS[code]: tables for code, tables in queries.left_out().items()},
        "trail": partnership_trail(partnership),
    }
    return render(request, "archive/archive.jinja", context)


def my_data(request: HttpRequest) -> HttpResponse:
    """Say what is kept of whoever asks: as a participant on this device, and as an account; POST sends it in one file."""
    user = request.user if request.user.is_authenticated else None
    participants = queries.participants_of(user, participant_on_device(request))
    if request.method == "POST" and (user or participants):
        taking_part = queries.data_of_participants(participants) if participants else ()
        account = queries.data_of_account(user) if user else ()
        sections = {"taking_part": taking_part, "account": account}
        return download_tables({"made_at": timezone.now()}, sections, f"cyfran-{timezone.localdate()}.json")
    context = {"takes_part": bool(participants)}
    return render(request, "archive/my_data.jinja", context)


def _tables(partnership):
    """Yield each table as (model, name, columns, rows)."""
    for table in queries.archive_tables():
        columns = [field.name for field in table.fields]
        yield table.model, table.name, columns, queries.rows_of_table(table, partnership)


def _send_archive(partnership, user, now: datetime) -> FileResponse:
    """Write the archive to a file on the disk, not in memory, and send it from there."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    tables = ((name, columns, rows) for _model, name, columns, rows in _tables(partnership))
    write_archive(file, tables, pages.dictionary(), pages.readme(partnership, now))
    file.seek(0)
    log_event("partnership.exported", partnership, by=user, at=now, within=partnership.pk)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{partnership.slug}-{now.date()}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "no-store"
    return response


def _send_workbook(partnership, user, now: datetime) -> FileResponse:
    """Send the same tables as sheets of one workbook."""
    tables = ((model.__name__, columns, rows) for model, _name, columns, rows in _tables(partnership))
    sheets = as_sheets(tables, pages.dictionary(), pages.readme(partnership, now))
    log_event("partnership.exported", partnership, by=user, at=now, within=partnership.pk)
    return send_workbook(f"{partnership.slug}-{now.date()}.xlsx", sheets)
