"""Bibliographic references, normalised so that they can be compared."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

NOT_WORDS = re.compile(
    r"[^0-9a-z\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff]+"
)
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
DOI = re.compile(r"10\.\d{4,9}/\S+")
NUMBER = re.compile(r"\d+")
PAGE = re.compile(r"([a-z]*)(\d+)")
ADDED_NOTES = re.compile(
    r"[\[(](?:erratum|corrected|correction|see comment|review|abstract|letter|comment)[^\])]*[\])]?"
)
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
ABSTRACT_LETTERS = 300  # letters of an abstract that are compared


@dataclass(frozen=True)
class Bibliographic:
    """A reference as it was given. Empty text where something is not known.

    Attributes
    ----------
    title, authors, year, journal, volume, pages, doi, abstract
        As written; authors with semicolons between them, the family name before a comma.
    """

    title: str
    authors: str = ""
    year: str = ""
    journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    abstract: str = ""


@dataclass(frozen=True)
class NormalisedReferences:
    """References in one form, one list for each field."""

    title: list[str]
    authors: list[str]
    first_author: list[str]
    year: list[int]
    journal: list[str]
    initials: list[str]
    volume: list[str]
    page: list[str]
    doi: list[str]
    abstract: list[str]


def normalise_references(records: Sequence[Bibliographic]) -> NormalisedReferences:
    """Normalise references: lower case, no accents, no punctuation; family names, first page, bare DOI."""
    authors = [_family_names(record.authors) for record in records]
    journals = [_plain_journal(record.journal) for record in records]
    return NormalisedReferences(
        title=[_plain_title(record.title) for record in records],
        authors=[" ".join(names) for names in authors],
        first_author=[names[0] if names else "" for names in authors],
        year=[_year(record.year) for record in records],
        journal=journals,
        initials=["".join(word[0] for word in journal.split()) for journal in journals],
        volume=[_first_match(NUMBER, record.volume) for record in records],
        page=[_first_page(record.pages) for record in records],
        doi=[doi_of(record.doi) for record in records],
        abstract=[words(record.abstract[: 2 * ABSTRACT_LETTERS])[:ABSTRACT_LETTERS] for record in records],
    )


def words(text: str) -> str:
    """Return the letters and digits of a text without accents, in lower case, with one space between words."""
    # NFKD takes accents off as combining characters; ø, ł or ß have no such parts, so they are in a table of their own
    text = text.lower().translate(LETTERS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_WORDS.sub(" ", text).strip()


def doi_of(text: str) -> str:
    """Return the bare DOI in a text that holds one, as an address or with a word before it.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        In lower case; empty where there is none.

    Examples
    --------
    >>> doi_of("https://doi.org/10.1186/S13643-020-01521-4.")
    '10.1186/s13643-020-01521-4'
    """
    match = DOI.search(text.lower())
    return match[0].rstrip(".,;)]") if match else ""


def _plain_title(text: str) -> str:
    return words(ADDED_NOTES.sub(" ", text.lower())) or words(text)


def _family_names(text: str) -> list[str]:
    """Family names. Without commas the longest word of a name is taken."""
    names = []
    for name in re.split(r";|\band\b", text):
        family = words(name.split(",")[0]) if "," in name else max(words(name).split(), key=len, default="")
        if len(family) > 1:
            names.append(family)
    return names


def _plain_journal(text: str) -> str:
    text = words(text.split(" : ")[0].split(": ")[0].split("[")[0].split("(")[0])
    return " ".join(
        word for word in text.split() if word not in ("the", "of", "and", "in", "for", "de", "la")
    )


def _year(text: str) -> int:
    match = YEAR.search(text)
    return int(match[0]) if match else 0


def _first_match(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0].lstrip("0") or "0" if match else ""


def _first_page(text: str) -> str:
    match = PAGE.search(text.lower().replace(" ", ""))
    return match[1] + (match[2].lstrip("0") or "0") if match else ""
