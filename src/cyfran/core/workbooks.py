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
BROKEN = (BadZipFile, DefusedXmlException, KeyError, ValueError, EOFError, SyntaxError)


class NoWorkbook(Exception):
    """It is not a workbook that can be read."""


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
            for row in _opened(file).worksheets[0].iter_rows(values_only=True):
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
                sheet.title: [
                    [_text(cell) for cell in row]
                    for row in sheet.iter_rows(max_row=most_rows, values_only=True)
                ]
                for sheet in _opened(file).worksheets
            }
    except BROKEN as error:
        raise NoWorkbook from error
