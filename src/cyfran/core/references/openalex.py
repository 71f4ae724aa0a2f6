"""Works from OpenAlex: a response of its API, a list of works, or one work a line. Read piece by piece."""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references.reference import Reference, build_reference

PIECE_SIZE = 1 << 16
MAX_WORK_SIZE = 1 << 24
RESULTS = re.compile(r'"results"\s*:\s*\[')
SEPARATORS = re.compile(r"[\s,]*")


def read_openalex(text: TextIO, name: str) -> Iterator[tuple[int, Reference | None]]:
    """Yield each work with its number; None for one without a title."""
    for number, work in enumerate(_works(text, name), start=1):
        yield number, _reference(work) if isinstance(work, dict) else None


def _works(text: TextIO, name: str) -> Iterator[Any]:
    """Yield the decoded works. The buffer holds what is read and not decoded yet; it grows until a whole work is in it."""
    buffer = text.read(PIECE_SIZE).lstrip("\ufeff \t\r\n")
    start = RESULTS.search(buffer)
    if start:
        buffer = buffer[start.end() :]
    elif buffer.startswith("["):
        buffer = buffer[1:]
    decoder, number = json.JSONDecoder(), 0
    while True:
        buffer = buffer[SEPARATORS.match(buffer).end() :]  # type: ignore[union-attr]
        if buffer.startswith("]"):
            return
        try:
            work, end = decoder.raw_decode(buffer)
        except (json.JSONDecodeError, RecursionError) as error:
            more = text.read(PIECE_SIZE)
            if not more and not buffer:
                return
            if not more or len(buffer) > MAX_WORK_SIZE:
                raise FileRefused([Problem("json_breaks_off", {"number": number}, name)]) from error
            buffer += more
            continue
        buffer, number = buffer[end:], number + 1
        yield work


def _reference(work: dict) -> Reference | None:
    title = _text(work.get("title")) or _text(work.get("display_name"))
    if not title:
        return None
    place = _dict(work.get("primary_location"))
    issue = _dict(work.get("biblio"))
    authors = [
        _dict(_dict(authorship).get("author")).get("display_name")
        for authorship in _list(work.get("authorships"))
    ]
    identifier = _text(work.get("id")).rsplit("/", 1)[-1]
    return build_reference(
        title=title,
        authors=[_text(name) for name in authors],
        year=str(work.get("publication_year") or ""),
        source=_text(_dict(place.get("source")).get("display_name")),
        volume=_text(issue.get("volume")),
        number=_text(issue.get("issue")),
        pages="-".join(filter(None, [_text(issue.get("first_page")), _text(issue.get("last_page"))])),
        doi=_text(work.get("doi")),
        abstract=_abstract(_dict(work.get("abstract_inverted_index"))),
        keywords=[_text(_dict(keyword).get("display_name")) for keyword in _list(work.get("keywords"))],
        identifier=identifier,
        key=identifier,
        address=_text(place.get("landing_page_url")),
    )


def _abstract(index: dict) -> str:
    """Rebuild an abstract from its inverted index, which has the positions of each word."""
    placed = [
        (place, word) for word, places in index.items() for place in _list(places) if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(placed))


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
