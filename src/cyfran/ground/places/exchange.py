"""Read places and populations from CSV files. Every row is checked, and all problems are reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import Table, open_table

LEVELS = ("community", "local", "regional", "national")  # from small to large
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class PlaceRow:
    code: str
    name_en: str
    name_cy: str
    level: str
    parent_code: str
    source: str


@dataclass(frozen=True)
class PopulationRow:
    place_code: str
    dimension: str
    category: str
    count: int
    counted_on: date
    source: str


def read_places(file: BinaryIO, known_levels: dict[str, str], name: str = "places.csv") -> list[PlaceRow]:
    """Return the rows of a file of places, or raise ``FileRefused``. ``known_levels`` has the levels of existing codes."""
    needed = dict.fromkeys(("code", "name_en", "name_cy", "level", "parent_code", "source"), ())
    table = open_table(file, name, needed=needed)
    levels, seen = dict(known_levels), set[str]()
    rows, problems = list[PlaceRow](), list[Problem]()
    for number, cells in table.rows:
        row = PlaceRow(*_cells(cells, table))
        problems += _check_place(row, number, levels, seen, table)
        levels[row.code] = row.level
        seen.add(row.code)
        rows.append(row)
    return _all_or_refuse(rows, problems, name)


def _check_place(
    row: PlaceRow, number: int, levels: dict[str, str], seen: set[str], table: Table
) -> Iterable[Problem]:
    if not all((row.code, row.name_en, row.name_cy)):
        yield table.problem("cell_empty", number, "code, name_en, name_cy")
    if row.code in seen:
        yield table.problem("place_twice", number, "code", code=row.code)
    if row.level not in LEVELS:
        yield table.problem("level_unknown", number, "level", value=row.level[:40])
    elif row.parent_code and row.parent_code not in levels:
        yield table.problem("place_unknown", number, "parent_code", code=row.parent_code)
    elif row.parent_code and LEVELS.index(levels[row.parent_code]) <= LEVELS.index(row.level):
        yield table.problem("parent_too_small", number, "parent_code", code=row.code)


def read_populations(
    file: BinaryIO, known_codes: set[str], name: str = "populations.csv"
) -> list[PopulationRow]:
    """Return the rows of a file of populations, or raise ``FileRefused``. ``known_codes`` are the existing ones."""
    columns = ("place_code", "dimension", "category", "count", "counted_on", "source")
    table = open_table(file, name, needed=dict.fromkeys(columns, ()))
    rows: dict[tuple, PopulationRow] = {}
    problems = []
    for number, cells in table.rows:
        code, dimension, category, count, counted_on, source = _cells(cells, table)
        day = _day(counted_on)
        key = (code, dimension, category, day)
        if code not in known_codes:
            problems.append(table.problem("place_unknown", number, "place_code", code=code[:20]))
        elif not dimension:
            problems.append(table.problem("cell_empty", number, "dimension"))
        elif not (count.isascii() and count.isdigit() and len(count) < 10):
            problems.append(table.problem("cell_not_a_number", number, "count", value=count[:40]))
        elif day is None:
            problems.append(table.problem("cell_not_a_date", number, "counted_on", value=counted_on[:40]))
        elif key in rows:
            problems.append(table.problem("population_twice", number))
        else:
            rows[key] = PopulationRow(code, dimension[:40], category[:80], int(count), day, source[:200])
    return _all_or_refuse(list(rows.values()), problems, name)


def _cells(cells: list[str], table: Table) -> list[str]:
    return [cells[position].strip() if position < len(cells) else "" for position in table.columns.values()]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _all_or_refuse(rows: list, problems: list[Problem], name: str) -> list:
    if problems:
        omitted = len(problems) - MOST_PROBLEMS
        more = [Problem("more_problems", {"number": omitted}, name)] if omitted > 0 else []
        raise FileRefused(problems[:MOST_PROBLEMS] + more)
    if not rows:
        raise FileRefused([Problem("file_empty", file=name)])
    return rows
