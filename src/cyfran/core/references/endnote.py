"""EndNote's XML, one record at a time. Text sits in nested ``style`` elements; XML that defines entities is refused."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references.reference import Reference, build_reference


def read_endnote(file: BinaryIO, name: str) -> Iterator[tuple[int, Reference]]:
    """Yield each record with its number. Raises ``FileRefused`` where the file breaks off."""
    number = 0
    try:
        events = iterparse(file, events=("start", "end"), forbid_dtd=False)
        _, root = next(events)
        for event, element in events:
            if event == "end" and element.tag == "record":
                number += 1
                yield number, _reference(element)
                for parsed in (element, root, *root):  # free their memory, as a file may be large
                    parsed.clear()
    except (ParseError, DefusedXmlException, StopIteration) as error:
        raise FileRefused([Problem("xml_breaks_off", {"number": number}, name)]) from error


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
