"""EndNote's XML, one record at a time. Text sits in nested ``style`` elements; XML that defines entities is refused."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references.reference import Reference, build_reference
from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox

RECORDS_AT_ONCE = 200
LIMITS = Limits(cpu=300)


def read_endnote(file: BinaryIO, name: str) -> Iterator[tuple[int, Reference]]:
    """Yield each record with its number. Raises ``FileRefused`` where the file breaks off."""
    number = 0
    try:
        for some in read_in_sandbox("cyfran.core.references.endnote:records", file, limits=LIMITS):
            for reference in json.loads(some):
                number += 1
                yield number, Reference(**reference)
    except ReaderRefused as refused:
        raise FileRefused([Problem("xml_breaks_off", {"number": number}, name)]) from refused
    except FileStopped as stopped:
        raise FileRefused(
            [Problem(stopped.code(broken="xml_breaks_off"), {"number": number}, name)]
        ) from stopped


def records(file: BinaryIO) -> Iterator[bytes]:
    """Yield the records, some at a time: what is done with the file in the sandbox."""
    some: list[dict[str, object]] = []
    try:
        for reference in _references(file):
            some.append(asdict(reference))
            if len(some) == RECORDS_AT_ONCE:
                yield _as_bytes(some)
                some.clear()
    except (ParseError, DefusedXmlException) as error:
        yield _as_bytes(some)
        raise ReaderRefused("xml_breaks_off") from error
    yield _as_bytes(some)


def _as_bytes(some: list[dict[str, object]]) -> bytes:
    return json.dumps(some).encode()


def _references(file: BinaryIO) -> Iterator[Reference]:
    events = iterparse(file, events=("start", "end"), forbid_dtd=False)
    root = next(iter(events), (None, None))[1]
    if root is None:
        raise ParseError
    for event, element in events:
        if event == "end" and element.tag == "record":
            yield _reference(element)
            for parsed in (element, root, *root):  # free their memory, as a file may be large
                parsed.clear()


def _reference(record: Element) -> Reference:
    def first(*paths: str) -> str:
        texts = (_text(element) for path in paths for element in record.findall(path))
        return next((text for text in texts if text.strip()), "")

    def all_texts(path: str) -> list[str]:
        return [_text(element) for element in record.findall(path)]

    return build_reference(
        title=first("titles/title"),
        authors=all_texts("contributors/authors/author"),
        year=first("dates/year", "dates/pub-dates/date"),
        source=first(
            "periodical/full-title", "titles/secondary-title", "alt-periodical/full-title", "publisher"
        ),
        volume=first("volume"),
        number=first("number"),
        pages=first("pages"),
        doi=first("electronic-resource-num"),
        abstract=first("abstract"),
        keywords=all_texts("keywords/keyword"),
        identifier=first("accession-num"),
        key=first("rec-number"),
        address=first("urls/related-urls/url"),
    )


def _text(element: Element) -> str:
    return "".join(element.itertext())
