"""Download everything recorded that a partnership has recorded."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cyfran.core.audit.actions import log_event
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_manage
from cyfran.ground.partnerships.views.access import partnership_for
from cyfran.learn.archive import pages, queries
from cyfran.learn.archive.exchange import write_archive


def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what the archive holds; POST makes it and sends it."""
    partnership = partnership_for(request, slug, may_manage)
    if request.method == "POST":
        return _send(partnership, request.user)
    context = {
        "partnership": partnership,
        "table_count": len(queries.archive_tables()),
        "left_out": {pages.REASONS[code]: tables for code, tables in queries.left_out().items()},
        "trail": partnership_trail(partnership),
    }
    return render(request, "archive/archive.jinja", context)


def _send(partnership, user) -> FileResponse:
    """Write the archive to a file on the disk, not in memory, and send it from there."""
    now = timezone.now()
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    tables = (
        (table.name, [field.name for field in table.fields], queries.rows_of_table(table, partnership))
        for table in queries.archive_tables()
    )
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
