"""Writing the archive: a ZIP file with a table for each kind of thing, a data dictionary and a note on how to read it."""

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO
from uuid import UUID

from cyfran.core.tables import escape_formula

DICTIONARY_COLUMNS = ("table", "column", "type", "refers to", "values", "meaning")


def write_archive(
    file: BinaryIO,
    tables: Iterable[tuple[str, Iterable[str], Iterable[list[object]]]],
    dictionary: Iterable[tuple[str, ...]],
    readme: str,
) -> None:
    """Write tables as (name, columns, rows), one row at a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme)
        _write_table(archive, "data-dictionary.csv", DICTIONARY_COLUMNS, dictionary)
        for name, columns, rows in tables:
            _write_table(archive, f"{name}.csv", columns, rows)


def as_sheets(
    tables: Iterable[tuple[str, Iterable[str], Iterable[list[object]]]],
    dictionary: Iterable[tuple[str, ...]],
    readme: str,
) -> Iterator[tuple[str, Iterable[Iterable[object]]]]:
    """Yield the same as sheets of a workbook: (name, rows), with the columns in the first row."""
    yield "README", ([line] for line in readme.split("\n"))
    yield "data-dictionary", chain([DICTIONARY_COLUMNS], dictionary)
    for name, columns, rows in tables:
        yield name, chain([list(columns)], ([_as_value(value) for value in row] for row in rows))


def _as_value(value: object) -> object:
    """Return a value as a workbook keeps it: numbers as numbers, everything else as text that is never a formula."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number or isinstance(value, str):
        return value
    return as_text(value)


def _write_table(archive: zipfile.ZipFile, name: str, columns: Iterable[str], rows: Iterable) -> None:
    with archive.open(name, "w") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([as_text(value) for value in row])


def as_text(value: object) -> str:
    """Return a value as the text of a cell: ISO dates, true and false, JSON for what is not one value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return escape_formula(value) if isinstance(value, str) else str(value)
