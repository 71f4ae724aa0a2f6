"""Read an uploaded CSV file or workbook, in any encoding and with any separator.

Free of Django, so that the command line reads files in the same way.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedIOBase, TextIOWrapper
from typing import BinaryIO, cast

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.sandbox import FileStopped
from cyfran.core.workbooks import (
    MOST_CELLS,
    MOST_ROWS,
    NoWorkbook,
    UnreadableWorkbook,
    WorkbookTooLarge,
    is_workbook,
    read_rows,
)

MOST_COLUMNS = 20_000
Names = Mapping[str, tuple[str, ...]]
LONGEST_HEADER = 1_000_000
SEPARATORS = ",;\t|"
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # and as full-width signs
# What stands before a formula and is not seen, or is left out by a spreadsheet
UNSEEN = " \n\u00a0\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u3000\ufeff"
BINARY_STARTS = {b"PK\x03\x04": "zip", b"%PDF": "pdf", b"\x1f\x8b": "gzip", b"\xd0\xcf\x11\xe0": "office"}
ENCODINGS_BY_MARK = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class Table:
    """An opened table: its header, and an iterator over its rows, each with its number.

    ``columns`` maps our column names to positions; an optional column that the file does not have is missing from it.
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


class _UnclosableReader(BufferedIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self.file.read(-1 if size is None else size)

    read1 = read


def without_closing(file: BinaryIO) -> BinaryIO:
    """Wrap a file for a reader that would close it when done; whoever opened the file closes it."""
    return cast(BinaryIO, _UnclosableReader(file))


def encoding_of(file: BinaryIO, name: str) -> str:
    """Return the encoding of a text file: from a byte order mark, or else UTF-8 or cp1252, whichever decodes."""
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
    """Return the first row that cannot be decoded in this encoding, or None."""
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
    """Return the separator that is most frequent in the header line."""
    line = file.readline(LONGEST_HEADER).decode(encoding, errors="ignore")
    file.seek(0)
    return max(SEPARATORS, key=line.count)


def _rows(reader: Iterable[list[str]], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty, with its number. Raises ``FileRefused`` with the row where the file breaks off."""
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(row):
                yield number, row
    except WorkbookTooLarge as error:
        raise FileRefused([too_large(name)]) from error
    except FileStopped as stopped:
        raise FileRefused([Problem(stopped.code(broken="file_breaks_off"), file=name)]) from stopped
    except NoWorkbook as error:
        raise FileRefused([Problem("file_not_a_table", {"kind": "zip"}, name)]) from error
    except (csv.Error, UnreadableWorkbook) as error:
        raise FileRefused([Problem("file_breaks_off", file=name, row=number + 1)]) from error
    except UnicodeError as error:
        raise FileRefused([Problem("file_not_text", file=name, row=number + 1)]) from error


def too_large(name: str) -> Problem:
    return Problem("workbook_too_large", {"rows": MOST_ROWS, "cells": MOST_CELLS}, name)


def _columns(header: tuple[str, ...], needed: Names, optional: Names, name: str) -> dict[str, int]:
    if len(header) > MOST_COLUMNS:
        raise FileRefused([Problem("too_many_columns", {"most": MOST_COLUMNS}, name, 1)])
    positions = {cell.casefold(): position for position, cell in reversed(list(enumerate(header)))}
    columns = {
        our_name: positions[name_in_file.casefold()]
        for our_name, other_names in {**needed, **optional}.items()
        for name_in_file in reversed((our_name, *other_names))  # later keys overwrite, so the first name wins
        if name_in_file.casefold() in positions
    }
    missing = [our_name for our_name in needed if our_name not in columns]
    if missing:
        header_start = ", ".join(header[:12])[:200]
        raise FileRefused(
            [
                Problem("column_missing", {"column": column, "found": header_start}, name, 1)
                for column in missing
            ]
        )
    return columns


def escape_formula(text: str) -> str:
    """Return text that a spreadsheet will not run as a formula: an apostrophe goes before a formula's first character.

    One that has apostrophes before it gets another, so that a reader can take exactly one away.
    """
    return f"'{text}" if _begins_a_formula(text) else text


def _begins_a_formula(text: str) -> bool:
    return text.lstrip("'" + UNSEEN).startswith(FORMULA_STARTS)


def unescape_formula(text: str) -> str:
    """Return the text that ``escape_formula`` was given."""
    is_escaped = text.startswith("'") and _begins_a_formula(text)
    return text[1:] if is_escaped else text
