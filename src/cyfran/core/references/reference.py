"""A bibliographic reference, as all formats are read into. Free of Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = {
    "title": 500,
    "authors": 1000,
    "source": 300,
    "volume": 40,
    "number": 40,
    "pages": 60,
    "doi": 200,
    "abstract": 20_000,
    "keywords": 1000,
    "identifier": 100,
    "key": 100,
    "address": 500,
}
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
DOI = re.compile(r"10\.\d{4,9}/\S+")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Reference:
    title: str
    authors: str = ""
    year: int | None = None
    source: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    abstract: str = ""
    keywords: str = ""
    identifier: str = ""  # what the database it comes from calls it
    key: str = ""  # what the file calls it
    address: str = ""


def build_reference(
    *, authors: Iterable[str] = (), keywords: Iterable[str] = (), year: str = "", **fields: str
) -> Reference:
    """Build a reference from the texts of a file: white space becomes single spaces, and long texts are cut to their limits."""
    year_match = YEAR.search(year)
    texts = {
        **fields,
        "authors": "; ".join(filter(None, map(_clean, authors))),
        "keywords": "; ".join(filter(None, map(_clean, keywords))),
        "doi": _doi(fields.get("doi", "")),
    }
    return Reference(
        year=int(year_match[0]) if year_match else None,
        **{name: _clean(text)[: LONGEST[name]] for name, text in texts.items()},
    )


def _clean(text: str) -> str:
    return SPACES.sub(" ", text.replace("\0", "")).strip()


def _doi(text: str) -> str:
    match = DOI.search(text)
    return match[0].rstrip(".,;)]") if match else ""
