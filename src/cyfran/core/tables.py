"""Reading a file of rows and columns that somebody gave us: any encoding, any separator, nothing taken on trust.

Free of Django, so that the command line reads files with the same eyes.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedIOBase, TextIOWrapper
from typing import BinaryIO, cast

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.workbooks import MOST_CELLS, MOST_ROWS, NoWorkbook, WorkbookTooLarge, is_workbook, read_rows

MOST_COLUMNS = 20_000
Names = Mapping[str, tuple[str, ...]]
LONGEST_HEADER = 1_000_000
SEPARATORS = ",;\t|"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BINARY_STARTS = {b"PK\x03\x04": "zip", b"%PDF": "pdf", b"\x1f\x8b": "gzip", b"\xd0\xcf\x11\xe0": "office"}
ENCODINGS_BY_MARK = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Table:
    """An opened table: its header, and its rows as they are asked for.

    ``columns`` gives for each wanted name the place it stands in; a name that is not in the file is not in it.
    """

    name: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: Iterator[tuple[int, list[str]]]

    def problem(self, code: str, row: int | None = None, column: str = "", /, **params: object) -> Problem:
        return Problem(code, params, self.name, row, column)


def open_table(
    file: BinaryIO,
    name: str,
    *,
    needed: Names,
    optional: Names | None = None,
) -> Table:
    """Open a table and find its columns.

    ``needed`` and ``optional`` map our name of a column to the names it may have in a file. Raises ``FileRefused``
    where the file is no table, or a needed column is not in it.
    """
    if is_workbook(file):
        encoding, separator = "workbook", ""
        rows = _rows(read_rows(file), name)
    else:
        encoding = encoding_of(file, name)
        separator = _separator(file, encoding)
        text = TextIOWrapper(without_closing(file), encoding=encoding, newline="", errors="strict")
        rows = _rows(csv.reader(text, delimiter=separator, strict=True), name)
    header = tuple(cell.strip() for cell in next(rows, (1, []))[1])
    columns = _columns(header, needed, optional or {}, name)
    return Table(name, encoding, separator, header, columns, rows)


class _Kept(BufferedIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self.file.read(-1 if size is None else size)

    read1 = read


def without_closing(file: BinaryIO) -> BinaryIO:
    """The file for a reader that would close it when done: it belongs to whoever opened it."""
    return cast(BinaryIO, _Kept(file))


def encoding_of(file: BinaryIO, name: str) -> str:
    """Guess how the letters are written, from a mark at the start or from what decodes."""
    start = file.read(64 * 1024)
    file.seek(0)
    if not start.strip():
        raise FileRefused([Problem("file_empty", file=name)])
    for mark, kind in BINARY_STARTS.items():
        if start.startswith(mark):
            raise FileRefused([Problem("file_not_a_table", {"kind": kind}, name)])
    for mark, encoding in ENCODINGS_BY_MARK.items():
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise FileRefused([Problem("file_not_a_table", {"kind": "binary"}, name)])
    if _undecodable_row(file, "utf-8") is None:
        return "utf-8"
    row = _undecodable_row(file, "cp1252")
    if row is not None:
        raise FileRefused([Problem("file_not_text", file=name, row=row)])
    return "cp1252"


def _undecodable_row(file: BinaryIO, encoding: str) -> int | None:
    """The first row whose letters cannot be read in this encoding; None where all can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rows = 1
    try:
        while chunk := file.read(1024 * 1024):
            rows += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return rows + error.object[: error.start].count(b"\n")
    finally:
        file.seek(0)
    return None


def _separator(file: BinaryIO, encoding: str) -> str:
    """Take the separator that stands most often in the header line."""
    line = file.readline(LONGEST_HEADER).decode(encoding, errors="ignore")
    file.seek(0)
    return max(SEPARATORS, key=line.count)


def _rows(reader: Iterable[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that is not empty with its number. A file that breaks off is refused, with where."""
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(row):
                yield number, row
    except WorkbookTooLarge as error:
        raise FileRefused([too_large(name)]) from error
    except (csv.Error, NoWorkbook) as error:
        raise FileRefused([Problem("file_breaks_off", file=name, row=number + 1)]) from error
    except UnicodeError as error:
        raise FileRefused([Problem("file_not_text", file=name, row=number + 1)]) from error


def too_large(name: str) -> Problem:
    return Problem("workbook_too_large", {"rows": MOST_ROWS, "cells": MOST_CELLS}, name)


def _columns(header: tuple[str, ...], needed: Names, optional: Names, name: str) -> dict[str, int]:
    if len(header) > MOST_COLUMNS:
        raise FileRefused([Problem("too_many_columns", {"most": MOST_COLUMNS}, name, 1)])
    there = {cell.casefold(): place for place, cell in reversed(list(enumerate(header)))}
    found = {
        ours: there[theirs.casefold()]
        for ours, names in {**needed, **optional}.items()
        for theirs in reversed((ours, *names))  # the first of them counts
        if theirs.casefold() in there
    }
    missing = [ours for ours in needed if ours not in found]
    if missing:
        seen = ", ".join(header[:12])[:200]
        raise FileRefused(
            [Problem("column_missing", {"column": column, "found": seen}, name, 1) for column in missing]
        )
    return found


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
