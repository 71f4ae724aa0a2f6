"""BibTeX, parsed entry by entry, so that a broken one costs no other, and a long file is not held in memory."""

import logging
import re
from collections.abc import Iterable, Iterator

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from cyfran.core.references.reference import Reference, build_reference

BEGINS = re.compile(r"^\s*@\s*(\w+)\s*[{(]")
NO_ENTRY = ("comment", "preamble")
BATCH_SIZE = 100


def read_bibtex(lines: Iterable[str]) -> Iterator[tuple[int, Reference | None]]:
    """Yield each entry with the row it begins in; None for one that cannot be read."""
    # Broken entries are reported as problems of the file; the library need not log them, too
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    abbreviations, entries = [], []
    for row, kind, text in _split_blocks(lines):
        if kind == "string":
            abbreviations.append(text)
        elif kind not in NO_ENTRY:
            entries.append((row, text))
        if len(entries) == BATCH_SIZE:
            yield from _parse(entries, abbreviations)
            entries = []
    yield from _parse(entries, abbreviations)


def _split_blocks(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield row, kind and text of each block, from one ``@word{`` at the start of a line to the next."""
    first_row, kind = 0, ""
    block_lines: list[str] = []
    for row, line in enumerate(lines, start=1):
        match = BEGINS.match(line)
        if match:
            if first_row:
                yield first_row, kind, "".join(block_lines)
            first_row, kind, block_lines = row, match[1].lower(), []
        block_lines.append(line)
    if first_row:
        yield first_row, kind, "".join(block_lines)


def _parse(
    entries: list[tuple[int, str]], abbreviations: list[str]
) -> Iterator[tuple[int, Reference | None]]:
    for row, text in entries:
        library = bibtexparser.parse_string(
            "\n".join([*abbreviations, text]), append_middleware=[LatexDecodingMiddleware()]
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

    return build_reference(
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
