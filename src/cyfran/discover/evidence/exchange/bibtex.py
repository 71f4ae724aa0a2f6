"""BibTeX, a hundred entries at a time, so that one that is broken costs no other and a long file is not held in memory."""

import logging
import re
from collections.abc import Iterable, Iterator

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from cyfran.discover.evidence.exchange.references import Reference, reference

BEGINS = re.compile(r"^\s*@\s*(\w+)\s*[{(]")
NO_ENTRY = ("comment", "preamble")
AT_A_TIME = 100


def read_bibtex(lines: Iterable[str]) -> Iterator[tuple[int, Reference | None]]:
    """Give each entry with the row it begins in; None for one that cannot be read."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it says what we say ourselves
    shortened, waiting = [], []
    for row, kind, text in _blocks(lines):
        if kind == "string":
            shortened.append(text)
        elif kind not in NO_ENTRY:
            waiting.append((row, text))
        if len(waiting) == AT_A_TIME:
            yield from _read(waiting, shortened)
            waiting = []
    yield from _read(waiting, shortened)


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Texts from one ``@word{`` at the start of a line to the next."""
    begun, kind = 0, ""
    held: list[str] = []
    for row, line in enumerate(lines, start=1):
        match = BEGINS.match(line)
        if match:
            if begun:
                yield begun, kind, "".join(held)
            begun, kind, held = row, match[1].lower(), []
        held.append(line)
    if begun:
        yield begun, kind, "".join(held)


def _read(waiting: list[tuple[int, str]], shortened: list[str]) -> Iterator[tuple[int, Reference | None]]:
    for row, text in waiting:
        library = bibtexparser.parse_string(
            "\n".join([*shortened, text]), append_middleware=[LatexDecodingMiddleware()]
        )
        entry = next((_entry(block) for block in library.blocks if _entry(block)), None)
        yield row, _reference(entry) if entry else None


def _entry(block: object) -> Entry | None:
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    return block if isinstance(block, Entry) else None


def _reference(entry: Entry) -> Reference:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}

    def first(*names: str) -> str:
        return next((fields[name] for name in names if fields.get(name)), "")

    return reference(
        title=first("title", "booktitle"),
        authors=re.split(r"\s+and\s+", first("author", "editor")),
        year=first("year", "date"),
        source=first("journal", "journaltitle", "booktitle", "publisher", "institution", "school"),
        volume=first("volume"),
        number=first("number", "issue"),
        pages=first("pages").replace("--", "-").replace("–", "-"),
        doi=first("doi"),
        abstract=first("abstract"),
        keywords=re.split(r"[;,]", first("keywords")),
        key=entry.key,
        address=first("url"),
    )
