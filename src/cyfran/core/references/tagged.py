"""RIS, PubMed's nbib and Web of Science's tagged files: one tag a line, and lines that go on.

One reader for all three, because a library for each would not say in which row a reference begins that cannot be used.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cyfran.core.references.reference import Reference, build_reference

Tags = dict[str, list[str]]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Dialect:
    """How a tagged format is written, and which tags hold what; of several that do, the first counts."""

    line: re.Pattern[str]
    begins: Names
    ends: Names
    title: Names
    authors: Names
    source: Names
    year: Names
    volume: Names
    number: Names
    first_page: Names
    last_page: Names
    doi: Names
    abstract: Names
    keywords: Names
    identifier: Names
    key: Names
    address: Names = ()
    end_of_file: Names = ()


RIS = Dialect(
    line=re.compile(r"^([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$"),
    begins=("TY",),
    ends=("ER",),
    title=("TI", "T1", "BT", "CT"),
    authors=("AU", "A1", "A2", "ED"),
    source=("JO", "JF", "T2", "JA", "J2", "PB"),
    year=("PY", "Y1", "DA"),
    volume=("VL",),
    number=("IS",),
    first_page=("SP",),
    last_page=("EP",),
    doi=("DO", "DI", "M3"),
    abstract=("AB", "N2"),
    keywords=("KW",),
    identifier=("AN",),
    key=("ID",),
    address=("UR", "L2"),
)
NBIB = Dialect(
    line=re.compile(r"^([A-Z]{2,4}) *- (.*)$"),
    begins=("PMID",),
    ends=(),
    title=("TI", "BTI", "TT"),
    authors=("FAU", "AU", "CN"),
    source=("JT", "TA"),
    year=("DP", "DEP"),
    volume=("VI",),
    number=("IP",),
    first_page=("PG",),
    last_page=(),
    doi=("LID", "AID"),
    abstract=("AB",),
    keywords=("OT", "MH"),
    identifier=("PMID",),
    key=("PMID",),
)
WEB_OF_SCIENCE = Dialect(
    line=re.compile(r"^([A-Z][A-Z0-9])(?: (.*))?$"),
    begins=("PT",),
    ends=("ER",),
    end_of_file=("EF",),
    title=("TI",),
    authors=("AF", "AU"),
    source=("SO",),
    year=("PY", "EA"),
    volume=("VL",),
    number=("IS",),
    first_page=("BP", "AR"),
    last_page=("EP",),
    doi=("DI",),
    abstract=("AB",),
    keywords=("DE", "ID"),
    identifier=("UT",),
    key=(),
)
ONE_VALUE_PER_LINE = ("AU", "AF")  # in Web of Science files a continued line is the next author


def read_tagged(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, Reference]]:
    """Yield each reference with the row it begins in."""
    for row, tags in _split_records(lines, dialect):
        yield row, _reference(tags, dialect)


def _split_records(lines: Iterable[str], dialect: Dialect) -> Iterator[tuple[int, Tags]]:
    """Yield the row and the tags of each record. A line without a tag continues the one before it."""
    tags: Tags = {}
    first_row, last_tag = 0, ""
    for row, line in enumerate(lines, start=1):
        match = dialect.line.match(line.rstrip())
        if match is None:
            if last_tag and line.strip():
                _continue_value(
                    tags[last_tag], line.strip(), dialect is WEB_OF_SCIENCE and last_tag in ONE_VALUE_PER_LINE
                )
            continue
        last_tag, value = match[1], (match[2] or "").strip()
        if last_tag in (*dialect.begins, *dialect.ends, *dialect.end_of_file):
            if first_row:
                yield first_row, tags
            tags, first_row = {}, row if last_tag in dialect.begins else 0
            if not first_row:
                last_tag = ""
                continue
        if first_row:
            tags.setdefault(last_tag, []).append(value)
        else:
            last_tag = ""
    if first_row:
        yield first_row, tags


def _continue_value(values: list[str], line: str, one_each: bool) -> None:
    if one_each:
        values.append(line)
    else:
        values[-1] += f" {line}"


def _reference(tags: Tags, dialect: Dialect) -> Reference:
    def first(names: Names) -> str:
        return next((value for name in names for value in tags.get(name, []) if value), "")

    def first_list(names: Names) -> list[str]:
        return next((values for name in names if (values := [v for v in tags.get(name, []) if v])), [])

    pages = "-".join(filter(None, [first(dialect.first_page), first(dialect.last_page)]))
    return build_reference(
        title=first(dialect.title),
        authors=first_list(dialect.authors),
        year=first(dialect.year),
        source=first(dialect.source),
        volume=first(dialect.volume),
        number=first(dialect.number),
        pages=pages,
        doi=next((value for name in dialect.doi for value in tags.get(name, []) if "10." in value), ""),
        abstract=first(dialect.abstract),
        keywords=first_list(dialect.keywords),
        identifier=first(dialect.identifier),
        key=first(dialect.key),
        address=first(dialect.address),
    )
