"""What is done with an Excel workbook in the sandbox: the rows of its first sheet, or those of every sheet.

A workbook is a ZIP archive of XML: its unpacked size is checked before anything is unpacked, and XML that defines
entities is refused.
"""

import json
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from cyfran.core.sandbox import ReaderRefused

MOST_UNPACKED = 200 * 1024 * 1024  # bytes
ROWS_AT_ONCE = 500


def first_sheet(file: BinaryIO, most_rows: int, most_cells: int) -> Iterator[bytes]:
    """Yield the rows of the first sheet, some at a time; refuse one that has more.

    Formulas give the value they had when the workbook was saved.
    """
    sheet = _open(file).worksheets[0]
    yield from _some_at_a_time(_rows_of(sheet, most_cells, most_rows=most_rows))


def every_sheet(file: BinaryIO, rows_read: int, most_cells: int) -> Iterator[bytes]:
    """Yield the name of each sheet, then its rows, as many as are to be read of each."""
    for sheet in _open(file).worksheets:
        yield json.dumps(sheet.title).encode()
        yield from _some_at_a_time(_rows_of(sheet, most_cells, rows_read=rows_read))


def _open(file: BinaryIO):
    """Open a workbook. openpyxl is imported only here: importing it takes longer than reading most tables."""
    from openpyxl import load_workbook

    _check(file)
    warnings.simplefilter("ignore")  # about styles, which we do not read
    return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _check(file: BinaryIO) -> None:
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
    except BadZipFile as error:
        raise ReaderRefused("no_workbook") from error
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ReaderRefused("workbook_too_large")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise ReaderRefused("no_workbook")
    file.seek(0)


def _rows_of(
    sheet, most_cells: int, *, most_rows: int | None = None, rows_read: int | None = None
) -> Iterator[list[str]]:
    """Yield the rows of a sheet, each as wide as its last cell.

    The size a sheet states is ignored: a file of a kilobyte may claim 17 billion cells, and openpyxl would create them.
    """
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(max_row=rows_read, values_only=True), start=1):
        cells += len(row)
        if cells > most_cells or (most_rows is not None and number > most_rows):
            raise ReaderRefused("workbook_too_large")
        yield [_text(cell) for cell in row]


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


def _some_at_a_time(rows: Iterable[list[str]]) -> Iterator[bytes]:
    some: list[list[str]] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS_AT_ONCE:
            yield _as_bytes(some)
            some.clear()
    yield _as_bytes(some)


def _as_bytes(rows: list[list[str]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")
