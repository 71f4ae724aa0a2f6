"""Reading references from any file that databases and reference managers write; the format is found from its content."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references.bibtex import read_bibtex
from cyfran.core.references.endnote import read_endnote
from cyfran.core.references.openalex import read_openalex
from cyfran.core.references.reference import Reference
from cyfran.core.references.rows import open_rows
from cyfran.core.references.tagged import NBIB, RIS, WEB_OF_SCIENCE, read_tagged
from cyfran.core.tables import encoding_of, without_closing
from cyfran.core.workbooks import is_workbook

SAMPLE_SIZE = 64 * 1024
BINARY_STARTS = (b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
TAGGED = {
    "nbib": (re.compile(r"^PMID *- ", re.MULTILINE), NBIB),
    "RIS": (re.compile(r"^TY {1,2}- ", re.MULTILINE), RIS),
    "Web of Science": (re.compile(r"^PT [JBSP]\s", re.MULTILINE), WEB_OF_SCIENCE),
}
BIBTEX = re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE)


@dataclass(frozen=True)
class ReferenceFile:
    """An opened file of references: its format, its encoding, and an iterator over its content.

    A reference that cannot be used comes as a problem in its place.
    """

    format: str
    encoding: str
    items: Iterator[Reference | Problem]


def open_references(file: BinaryIO, name: str) -> ReferenceFile:
    """Open a file of references and find its format.

    RIS, nbib, Web of Science, BibTeX, EndNote XML, OpenAlex JSON, CSV, Excel. Raises ``FileRefused`` where it is none of them,
    and, while it is read, where it breaks off.
    """
    if is_workbook(file):
        return _open_table(file, name, "Excel")
    start = file.read(SAMPLE_SIZE)
    file.seek(0)
    if not start.strip():
        raise FileRefused([Problem("file_empty", file=name)])
    if start.startswith((*BINARY_STARTS, b"PK\x03\x04")):
        raise FileRefused([Problem("no_references", file=name)])
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return ReferenceFile("EndNote XML", "XML", _checked(read_endnote(file, name), name))
    return _open_text(file, name, start)


def _open_text(file: BinaryIO, name: str, start: bytes) -> ReferenceFile:
    encoding = encoding_of(file, name)
    text = TextIOWrapper(without_closing(file), encoding=encoding)
    sample = start.decode(encoding, errors="ignore")
    for kind, (pattern, dialect) in TAGGED.items():
        if pattern.search(sample):
            return ReferenceFile(kind, encoding, _checked(read_tagged(text, dialect), name))
    if sample.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        return ReferenceFile("OpenAlex JSON", encoding, _checked(read_openalex(text, name), name))
    if BIBTEX.search(sample):
        return ReferenceFile("BibTeX", encoding, _checked(read_bibtex(text), name))
    file.seek(0)
    return _open_table(file, name, "CSV")


def _open_table(file: BinaryIO, name: str, kind: str) -> ReferenceFile:
    try:
        table, rows = open_rows(file, name)
    except FileRefused as refused:
        if refused.problems[0].code == "column_missing":
            raise FileRefused([*refused.problems, Problem("no_references", file=name)]) from refused
        raise
    return ReferenceFile(kind, table.encoding, _checked(rows, name))


def _checked(rows: Iterator[tuple[int, Reference | None]], name: str) -> Iterator[Reference | Problem]:
    """Yield references, or problems in their place where there is no title; refuse a file without any reference."""
    any_found = False
    for row, reference in rows:
        if reference is None:
            yield Problem("reference_not_readable", file=name, row=row)
        elif not reference.title:
            yield Problem("reference_without_title", file=name, row=row)
        else:
            any_found = True
            yield reference
    if not any_found:
        raise FileRefused([Problem("no_references", file=name)])
