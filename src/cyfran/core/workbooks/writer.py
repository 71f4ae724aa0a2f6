"""Write tables as an Excel workbook. Free of Django."""

from collections.abc import Iterable
from typing import BinaryIO

MOST_ROWS = 1_048_576  # as many as Excel itself can hold
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
