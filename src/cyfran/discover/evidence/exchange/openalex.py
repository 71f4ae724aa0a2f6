"""Works from OpenAlex: an answer of its API, a list of works, or one work a line. Read a piece at a time."""

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.discover.evidence.exchange.references import Reference, reference

PIECE = 1 << 16
LONGEST_WORK = 1 << 24
RESULTS = re.compile(r'"results"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


def read_openalex(text: TextIO, name: str) -> Iterator[tuple[int, Reference | None]]:
    """Give each work with its number; None for one without a title."""
    for number, work in enumerate(_works(text, name), start=1):
        yield number, _reference(work) if isinstance(work, dict) else None


def _works(text: TextIO, name: str) -> Iterator[Any]:
    held = text.read(PIECE).lstrip("\ufeff \t\r\n")
    start = RESULTS.search(held)
    if start:
        held = held[start.end() :]
    elif held.startswith("["):
        held = held[1:]
    decoder, number = json.JSONDecoder(), 0
    while True:
        held = held[BETWEEN.match(held).end() :]  # type: ignore[union-attr]
        if held.startswith("]"):
            return
        try:
            work, end = decoder.raw_decode(held)
        except (json.JSONDecodeError, RecursionError) as error:
            more = text.read(PIECE)
            if not more and not held:
                return
            if not more or len(held) > LONGEST_WORK:
                raise FileRefused([Problem("json_breaks_off", {"number": number}, name)]) from error
            held += more
            continue
        held, number = held[end:], number + 1
        yield work


def _reference(work: dict) -> Reference | None:
    title = _text(work.get("title")) or _text(work.get("display_name"))
    if not title:
        return None
    place = _dict(work.get("primary_location"))
    issue = _dict(work.get("biblio"))
    authors = [_dict(_dict(one).get("author")).get("display_name") for one in _list(work.get("authorships"))]
    identifier = _text(work.get("id")).rsplit("/", 1)[-1]
    return reference(
        title=title,
        authors=[_text(name) for name in authors],
        year=str(work.get("publication_year") or ""),
        source=_text(_dict(place.get("source")).get("display_name")),
        volume=_text(issue.get("volume")),
        number=_text(issue.get("issue")),
        pages="-".join(filter(None, [_text(issue.get("first_page")), _text(issue.get("last_page"))])),
        doi=_text(work.get("doi")),
        abstract=_abstract(_dict(work.get("abstract_inverted_index"))),
        keywords=[_text(_dict(one).get("display_name")) for one in _list(work.get("keywords"))],
        identifier=identifier,
        key=identifier,
        address=_text(place.get("landing_page_url")),
    )


def _abstract(index: dict) -> str:
    """The words in their places; OpenAlex keeps for each word where it stands."""
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
