"""Read uploaded Excel workbooks, in the sandbox, as rows of text; write tables as workbooks. Free of Django."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox
from cyfran.core.workbooks.writer import LONGEST_CELL, MOST_ROWS, NotForAWorkbook, write_workbook

READER = "cyfran.core.workbooks.reader"
LIMITS = Limits(cpu=60)
MOST_CELLS = 20_000_000  # counting the empty ones before the last of each row
START = b"PK\x03\x04"


class UnreadableWorkbook(Exception):
    """The file is not a workbook that can be read."""


class NoWorkbook(UnreadableWorkbook):
    """The file is another kind of archive."""


class WorkbookTooLarge(UnreadableWorkbook):
    """A sheet has more rows or cells than are read."""


def is_workbook(file: BinaryIO) -> bool:
    """Return whether a file is an archive, as workbooks are."""
    file.seek(0)
    start = file.read(len(START))
    file.seek(0)
    return start == START


def read_rows(file: BinaryIO) -> Iterator[list[str]]:
    """Yield the rows of the first sheet. Formulas give the value they had when the workbook was saved."""
    for rows in _read("first_sheet", file, MOST_ROWS, MOST_CELLS):
        yield from rows


def read_sheets(file: BinaryIO, most_rows: int) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet by its name, at most ``most_rows`` of each, all as wide as its first row or wider."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for part in _read("every_sheet", file, most_rows, MOST_CELLS):
        if isinstance(part, str):
            name = part
            sheets[name] = []
        else:
            sheets[name] += part
    return {name: _padded(rows) for name, rows in sheets.items()}


def _padded(rows: list[list[str]]) -> list[list[str]]:
    width = len(rows[0]) if rows else 0
    return [row + [""] * (width - len(row)) for row in rows]


def _read(reader: str, file: BinaryIO, *arguments: object) -> Iterator:
    try:
        for part in read_in_sandbox(f"{READER}:{reader}", file, *arguments, limits=LIMITS):
            yield json.loads(part)
    except ReaderRefused as refused:
        raise (WorkbookTooLarge if refused.code == "workbook_too_large" else NoWorkbook) from refused
    except FileStopped as stopped:
        if stopped.reason != "broken":
            raise
        raise UnreadableWorkbook from stopped


__all__ = [
    "LONGEST_CELL",
    "MOST_CELLS",
    "MOST_ROWS",
    "NoWorkbook",
    "NotForAWorkbook",
    "UnreadableWorkbook",
    "WorkbookTooLarge",
    "is_workbook",
    "read_rows",
    "read_sheets",
    "write_workbook",
]
