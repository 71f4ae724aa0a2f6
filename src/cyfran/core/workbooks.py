"""Reading the first sheet of an Excel workbook that somebody gave us, as rows of text. Free of Django.

A workbook is a ZIP archive of XML: what it would unpack to is weighed before anything is unpacked, and XML that
defines entities is refused.
"""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException

MOST_UNPACKED = 200 * 1024 * 1024  # bytes
MOST_ROWS = 1_048_576  # as many as Excel itself can hold
MOST_CELLS = 20_000_000  # counting the empty ones before the last of each row
BROKEN = (BadZipFile, DefusedXmlException, KeyError, ValueError, EOFError, SyntaxError)


class NoWorkbook(Exception):
    """It is not a workbook that can be read."""


class WorkbookTooLarge(NoWorkbook):
    """A sheet of it is larger than we read."""


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
    """Give the rows of the first sheet, as they are asked for. Formulas give the value they had when it was saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which we do not read
            for row in _rows_of(_opened(file).worksheets[0]):
                yield [_text(cell) for cell in row]
    except (*BROKEN, IndexError) as error:
        raise NoWorkbook from error


def _opened(file: BinaryIO):
    """What reads workbooks is brought in only where there is one: it takes longer than most tables do."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException as error:
        raise NoWorkbook from error


def _rows_of(sheet, most_rows: int | None = None) -> Iterator[tuple]:
    """Give the rows of a sheet, each as wide as its last cell.

    What a sheet says of its own size is not believed: a file of a kilobyte may claim 17 billion cells, and each would be made.
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
    """Give every sheet of a workbook by its name, each with so many rows at most."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {
                sheet.title: _as_wide_as_the_first(sheet, most_rows) for sheet in _opened(file).worksheets
            }
    except BROKEN as error:
        raise NoWorkbook from error


def _as_wide_as_the_first(sheet, most_rows: int) -> list[list[str]]:
    rows = [[_text(cell) for cell in row] for row in _rows_of(sheet, most_rows)]
    width = len(rows[0]) if rows else 0
    return [row + [""] * (width - len(row)) for row in rows]
