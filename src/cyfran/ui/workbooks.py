"""Every table that can be downloaded as CSV can be downloaded as an Excel workbook, too: ``?format=xlsx``."""

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse

from cyfran.core.errors import ActionError
from cyfran.core.tables import unescape_formula
from cyfran.core.workbooks import NotForAWorkbook, write_workbook
from cyfran.ui.downloads import MEDIA_TYPES
from cyfran.ui.middleware import render_refusal

# What Excel keeps as it is: 15 digits, no leading zero
NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,12})?")


class WorkbookMiddleware:
    """Turns a CSV file into a workbook with one sheet, where the address asks for it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_table = response.headers.get("Content-Type") == MEDIA_TYPES[".csv"]
        if request.GET.get("format") != "xlsx" or not is_table or response.status_code != 200:
            return response
        name = re.search(r'filename="(.*)"', response.headers["Content-Disposition"])[1]
        return _as_workbook(request, response, PurePath(name).stem)


def _as_workbook(request: HttpRequest, response: HttpResponse, name: str) -> HttpResponse:
    with TemporaryFile() as table:
        for part in response:
            table.write(part)
        table.seek(0)
        try:
            return send_workbook(f"{name}.xlsx", [(name, _rows(table))])
        except ActionError as error:
            return render_refusal(request, error)


def send_workbook(filename: str, sheets) -> FileResponse:
    """Return a workbook with these sheets as a download.

    Raises
    ------
    ActionError
        ``not_for_a_workbook`` if a sheet has too many rows or too long a text.
    """
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write_workbook(file, sheets)
    except NotForAWorkbook:
        raise ActionError("not_for_a_workbook") from None
    file.seek(0)
    media_type = MEDIA_TYPES[".xlsx"]
    response = FileResponse(file, as_attachment=True, filename=filename, content_type=media_type)
    response["Cache-Control"] = "no-store"
    return response


def _rows(table: BinaryIO) -> Iterator[list[object]]:
    with TextIOWrapper(table, "utf-8-sig", newline="") as text:
        for row in csv.reader(text):
            yield [_value(cell) for cell in row]


def _value(cell: str) -> object:
    if NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return unescape_formula(cell)
