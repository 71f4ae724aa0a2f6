"""Read the sheets of an uploaded Excel workbook as rows of text, and write tables as a workbook. Free of Django.

A workbook is a ZIP archive of XML: its unpacked size is checked before anything is unpacked, and XML that defines
entities is refused.
"""

import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException

MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_ROWS = 1_048_576  # as many as Excel itself can hold
MOST_CELLS = 20_000_000  # counting the empty ones before the last of each row
BROKEN = (BadZipFile, DefusedXmlException, KeyError, ValueError, EOFError, SyntaxError)


class UnreadableWorkbook(Exception):
    """The file is not a workbook that can be read."""


class WorkbookTooLarge(UnreadableWorkbook):
    """A sheet has more rows or cells than are read."""


def is_workbook(file: BinaryIO) -> bool:
    try:
        with ZipFile(file) as archive:
            names = {entry.filename for entry in archive.infolist()}
            size = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile:
        return False
    finally:
        file.seek(0)
    return "xl/workbook.xml" in names and size <= MOST_UNPACKED


def read_rows(file: BinaryIO) -> Iterator[list[str]]:
    """Yield the rows of the first sheet. Formulas give the value they had when the workbook was saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which we do not read
            for row in _checked_rows(_open_workbook(file).worksheets[0]):
                yield [_text(cell) for cell in row]
    except (*BROKEN, IndexError) as error:
        raise UnreadableWorkbook from error


def _open_workbook(file: BinaryIO):
    """Open a workbook. openpyxl is imported only here: importing it takes longer than reading most tables."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException as error:
        raise UnreadableWorkbook from error


def _checked_rows(sheet, most_rows: int | None = None) -> Iterator[tuple]:
    """Yield the rows of a sheet, each as wide as its last cell. Raises ``WorkbookTooLarge``.

    The size a sheet states is ignored: a file of a kilobyte may claim 17 billion cells, and openpyxl would create them.
    """
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(max_row=most_rows, values_only=True), start=1):
        cells += len(row)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise WorkbookTooLarge
        yield row


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()


def read_sheets(file: BinaryIO, most_rows: int) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet by its name, at most ``most_rows`` of each, all as wide as its first row or wider."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {sheet.title: _padded_rows(sheet, most_rows) for sheet in _open_workbook(file).worksheets}
    except BROKEN as error:
        raise UnreadableWorkbook from error


def _padded_rows(sheet, most_rows: int) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in _checked_rows(sheet, most_rows)]
    width = len(rows[0]) if rows else 0
    return [row + [""] * (width - len(row)) for row in rows]


LONGEST_CELL = 32_767  # characters, in Excel
LONGEST_SHEET_NAME = 31


class NotForAWorkbook(Exception):
    """A table has more rows, or a longer text, than a workbook can hold."""


def write_workbook(file: BinaryIO, sheets: Iterable[tuple[str, Iterable[Iterable[object]]]]) -> None:
    """Write sheets as (name, rows), one row at a time. A text is never a formula.

    Raises
    ------
    NotForAWorkbook
        Rather than leave anything out.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name[:LONGEST_SHEET_NAME])
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise NotForAWorkbook(name)
            sheet.append([_as_cell(sheet, value) for value in row])
    workbook.save(file)


def _as_cell(sheet, value: object):
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if len(value) > LONGEST_CELL:
        raise NotForAWorkbook(value[:40])
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    cell.data_type = "s"
    return cell
