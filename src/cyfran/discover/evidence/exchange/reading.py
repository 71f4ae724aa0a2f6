"""References out of any file that databases and reference managers write, told apart by what is in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import encoding_of, without_closing
from cyfran.core.workbooks import is_workbook
from cyfran.discover.evidence.exchange.bibtex import read_bibtex
from cyfran.discover.evidence.exchange.endnote import read_endnote
from cyfran.discover.evidence.exchange.openalex import read_openalex
from cyfran.discover.evidence.exchange.references import Reference
from cyfran.discover.evidence.exchange.rows import open_rows
from cyfran.discover.evidence.exchange.tagged import NBIB, RIS, WEB_OF_SCIENCE, read_tagged

LOOKED_AT = 64 * 1024
BINARY_STARTS = (b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
TAGGED = {
    "nbib": (re.compile(r"^PMID *- ", re.MULTILINE), NBIB),
    "RIS": (re.compile(r"^TY {1,2}- ", re.MULTILINE), RIS),
    "Web of Science": (re.compile(r"^PT [JBSP]\s", re.MULTILINE), WEB_OF_SCIENCE),
}
BIBTEX = re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE)


@dataclass(frozen=True)
class Opened:
    """A file of references: what it is, how its letters are written, and what is in it, as it is asked for.

    What cannot be used comes as a problem in its place.
    """

    format: str
    encoding: str
    items: Iterator[Reference | Problem]


def open_references(file: BinaryIO, name: str) -> Opened:
    """Open a file of references.

    RIS, nbib, Web of Science, BibTeX, EndNote XML, OpenAlex JSON, CSV, Excel. Raises ``FileRefused`` where it is none of them,
    and, while it is read, where it breaks off.
    """
    if is_workbook(file):
        return _table(file, name, "Excel")
    start = file.read(LOOKED_AT)
    file.seek(0)
    if not start.strip():
        raise FileRefused([Problem("file_empty", file=name)])
    if start.startswith((*BINARY_STARTS, b"PK\x03\x04")):
        raise FileRefused([Problem("no_references", file=name)])
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return Opened("EndNote XML", "XML", _checked(read_endnote(file, name), name))
    return _text(file, name, start)


def _text(file: BinaryIO, name: str, start: bytes) -> Opened:
    encoding = encoding_of(file, name)
    text = TextIOWrapper(without_closing(file), encoding=encoding)
    seen = start.decode(encoding, errors="ignore")
    for kind, (begins, dialect) in TAGGED.items():
        if begins.search(seen):
            return Opened(kind, encoding, _checked(read_tagged(text, dialect), name))
    if seen.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        return Opened("OpenAlex JSON", encoding, _checked(read_openalex(text, name), name))
    if BIBTEX.search(seen):
        return Opened("BibTeX", encoding, _checked(read_bibtex(text), name))
    file.seek(0)
    return _table(file, name, "CSV")


def _table(file: BinaryIO, name: str, kind: str) -> Opened:
    try:
        table, rows = open_rows(file, name)
    except FileRefused as refused:
        if refused.problems[0].code == "column_missing":
            raise FileRefused([*refused.problems, Problem("no_references", file=name)]) from refused
        raise
    return Opened(kind, table.encoding, _checked(rows, name))


def _checked(read: Iterator[tuple[int, Reference | None]], name: str) -> Iterator[Reference | Problem]:
    """A reference needs a title, and a file of references at least one."""
    any_found = False
    for row, found in read:
        if found is None:
            yield Problem("reference_not_readable", file=name, row=row)
        elif not found.title:
            yield Problem("reference_without_title", file=name, row=row)
        else:
            any_found = True
            yield found
    if not any_found:
        raise FileRefused([Problem("no_references", file=name)])
