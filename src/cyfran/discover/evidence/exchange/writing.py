"""Records, references and the numbers of a flow diagram as files that others read."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Protocol

from cyfran.core.tables import guarded

COLUMNS = (
    "record_id",
    "title",
    "abstract",
    "authors",
    "year",
    "journal",
    "volume",
    "number",
    "pages",
    "doi",
    "search",
    "duplicate_of",
    "label_included",
    "reason",
)
RIS_TAGS = (
    ("title", "TI"),
    ("source", "JO"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("doi", "DO"),
    ("abstract", "AB"),
    ("identifier", "AN"),
    ("address", "UR"),
)


class StoredReference(Protocol):
    """A record as it is kept."""

    title: str
    authors: str
    year: int | None
    source: str
    volume: str
    issue: str
    pages: str
    doi: str
    abstract: str
    keywords: str
    identifier: str
    address: str


class EffectRow(Protocol):
    """An effect of a study on the scale on which effects are pooled."""

    told: Any
    y: float
    v: float


def flow_csv(rows: Iterable[tuple[str, str, int]]) -> str:
    """One row a box: a code that stays, what it says, and how many."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["box", "text", "records"])
    writer.writerows([code, guarded(said.lstrip("– ")), count] for code, said, count in rows)
    return text.getvalue()


def records_csv(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Rows in the order of ``COLUMNS``: what ``cyfran dedup`` and ``cyfran screen simulate`` read."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (COLUMNS, *rows):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def effects_csv(points: Iterable[EffectRow]) -> str:
    """Effects as ``cyfran synthesis --measure GIVEN`` reads them; ``study`` is what belongs together."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["study", "year", "label", "yi", "vi"])
    for one in points:
        study = one.told.study
        writer.writerow(
            [guarded(study.title), study.year or "", guarded(one.told.label), repr(one.y), repr(one.v)]
        )
    return text.getvalue()


def references_ris(records: Iterable[StoredReference]) -> str:
    """References as every reference manager reads them."""
    return "".join(_ris(one) for one in records)


def _ris(one: StoredReference) -> str:
    lines = ["TY  - JOUR", *(f"AU  - {author}" for author in one.authors.split("; ") if author)]
    lines += [f"{tag}  - {getattr(one, field)}" for field, tag in RIS_TAGS if getattr(one, field)]
    lines += [f"PY  - {one.year}"] if one.year else []
    first, _, last = one.pages.partition("-")
    lines += [f"{tag}  - {page}" for tag, page in (("SP", first), ("EP", last)) if page]
    lines += [f"KW  - {word}" for word in one.keywords.split("; ") if word]
    return "\n".join([*lines, "ER  - ", "", ""])
