"""References as RIS files, which every reference manager writes. Free of Django.

RIS: one tag a line, two letters, two spaces, a hyphen and a space; a reference ends with ``ER``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cyfran.core.errors import FileRefused, Problem

LINE = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: (.*))?$")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
TITLES, AUTHORS, SOURCES, YEARS = (
    ("TI", "T1"),
    ("AU", "A1"),
    ("JO", "JF", "T2", "JA", "PB"),
    ("PY", "Y1", "DA"),
)
LONGEST = {"title": 500, "authors": 1000, "source": 300, "doi": 200}
BINARY_STARTS = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Reference:
    title: str
    authors: str
    year: int | None
    source: str
    doi: str


@dataclass(frozen=True)
class References:
    found: tuple[Reference, ...]
    problems: tuple[Problem, ...]


def read_ris(content: bytes, name: str) -> References:
    """Read every reference with a title; one without is left out and named.

    Raises ``FileRefused`` where the file is no list of references.
    """
    found, problems = [], []
    for row, tags in _records(_text(content, name)):
        reference = _reference(tags)
        if reference.title:
            found.append(reference)
        elif len(problems) < MOST_PROBLEMS:
            problems.append(Problem("reference_without_title", file=name, row=row))
    if not found:
        raise FileRefused([*problems, Problem("no_references", file=name)])
    return References(tuple(found), tuple(problems))


def _text(content: bytes, name: str) -> str:
    if not content.strip():
        raise FileRefused([Problem("file_empty", file=name)])
    if content.startswith(BINARY_STARTS):
        raise FileRefused([Problem("no_references", file=name)])
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused([Problem("file_not_text", file=name)])


def _records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Give each record with the row it begins in. A line without a tag goes on with the one before it."""
    tags: dict[str, list[str]] = {}
    begun, last = 0, ""
    for row, line in enumerate(text.splitlines(), start=1):
        match = LINE.match(line.rstrip())
        if match is None:
            if last and line.strip():
                tags[last][-1] += f" {line.strip()}"
            continue
        last, value = match[1], (match[2] or "").strip()
        if last == "TY":
            if begun:
                yield begun, tags
            tags, begun = {}, row
        elif last == "ER":
            if begun:
                yield begun, tags
            tags, begun, last = {}, 0, ""
            continue
        tags.setdefault(last, []).append(value)
    if begun:
        yield begun, tags


def _reference(tags: dict[str, list[str]]) -> Reference:
    year = YEAR.search(_first(tags, YEARS))
    authors = "; ".join(value for tag in AUTHORS for value in tags.get(tag, []) if value)
    return Reference(
        title=_first(tags, TITLES)[: LONGEST["title"]],
        authors=authors[: LONGEST["authors"]],
        year=int(year[0]) if year else None,
        source=_first(tags, SOURCES)[: LONGEST["source"]],
        doi=_first(tags, ("DO",))[: LONGEST["doi"]],
    )


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((value for name in names for value in tags.get(name, []) if value), "")
