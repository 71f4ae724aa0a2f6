"""Read a spreadsheet of an event: one row for each contribution. Free of Django."""

from dataclasses import dataclass
from typing import BinaryIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import Table, open_table

NEEDED = {"text": ("said", "words", "contribution", "geiriau", "dywedwyd")}
OPTIONAL = {
    "language": ("iaith",),
    "table": ("bwrdd",),
    "part": ("prompt", "question", "cwestiwn", "rhan"),
    "verbatim": ("word for word", "gair am air"),
    "quote": ("may quote", "dyfynnu"),
    "dots": ("dotiau",),
}
LANGUAGES = {
    "en": "en",
    "english": "en",
    "saesneg": "en",
    "cy": "cy",
    "welsh": "cy",
    "cymraeg": "cy",
    "ar": "ar",
    "arabic": "ar",
    "arabeg": "ar",
    "bfi": "bfi",
    "bsl": "bfi",
}
YES = {"1", "yes", "y", "true", "x", "ie", "ydy", "do", "oes"}
NO = {"", "0", "no", "n", "false", "na", "nac ydy"}
MOST_ROWS, MOST_PROBLEMS, LONGEST, HIGHEST = 5000, 50, 2000, 999


@dataclass(frozen=True)
class SpokenRow:
    """One contribution as read from a row."""

    text: str
    language: str
    part: int
    table: int | None
    verbatim: bool
    may_quote: bool
    dots: int


def read_evening(file: BinaryIO, name: str, *, parts: list[int]) -> list[SpokenRow]:
    """Read every row. ``parts`` are the numbers of the agenda items that ask something.

    Empty cells take the most cautious value: not verbatim, not to be quoted. Raises ``FileRefused`` with every problem
    found, so that an event is imported as a whole or not at all.
    """
    table = open_table(file, name, needed=NEEDED, optional=OPTIONAL)
    spoken_rows, problems = [], []
    for number, row in table.rows:
        if number == 1:
            continue
        if number > MOST_ROWS:
            problems.append(table.problem("too_many_rows", number, most=MOST_ROWS))
            break
        row_problems = _problems_of_row(table, number, row, parts)
        problems += row_problems
        if not row_problems:
            spoken_rows.append(_spoken_row(table, row, parts))
    if problems or not spoken_rows:
        raise FileRefused(problems[:MOST_PROBLEMS] or [Problem("file_empty", file=name)])
    return spoken_rows


def _cell(table: Table, row: list[str], column: str) -> str:
    index = table.columns.get(column)
    return row[index].strip() if index is not None and index < len(row) else ""


def _problems_of_row(table: Table, number: int, row: list[str], parts: list[int]) -> list[Problem]:
    text, problems = _cell(table, row, "text"), []
    if not text:
        problems.append(table.problem("row_without_words", number, "text"))
    if len(text) > LONGEST:
        problems.append(table.problem("words_too_long", number, "text", now=len(text), most=LONGEST))
    if _cell(table, row, "language").casefold() not in {*LANGUAGES, ""}:
        problems.append(
            table.problem("language_unknown", number, "language", found=_cell(table, row, "language")[:40])
        )
    part = _cell(table, row, "part")
    if (part or len(parts) > 1) and part not in {str(number) for number in parts}:
        known = ", ".join(str(number) for number in parts)
        problems.append(table.problem("part_unknown", number, "part", found=part[:40], known=known))
    for column in ("table", "dots"):
        value = _cell(table, row, column)
        if value and not (value.isdecimal() and value.isascii() and int(value) <= HIGHEST):
            problems.append(
                table.problem("number_unreadable", number, column, found=value[:40], most=HIGHEST)
            )
    for column in ("verbatim", "quote"):
        value = _cell(table, row, column)
        if value.casefold() not in YES | NO:
            problems.append(table.problem("not_yes_or_no", number, column, found=value[:40]))
    return problems


def _spoken_row(table: Table, row: list[str], parts: list[int]) -> SpokenRow:
    table_number = _cell(table, row, "table")
    return SpokenRow(
        text=_cell(table, row, "text"),
        language=LANGUAGES.get(_cell(table, row, "language").casefold(), "cy"),
        part=int(_cell(table, row, "part") or parts[0]),
        table=int(table_number) if table_number else None,
        verbatim=_cell(table, row, "verbatim").casefold() in YES,
        may_quote=_cell(table, row, "quote").casefold() in YES,
        dots=int(_cell(table, row, "dots") or 0),
    )
