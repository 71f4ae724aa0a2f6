"""Writing files for others: records, references, effect sizes and the numbers of the flow diagram."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Protocol

from cyfran.core.tables import escape_formula

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
    """The fields of a record that a reference is written from."""

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
    """A point of the forest plot: an effect with its size ``y`` and variance ``v``."""

    effect: Any
    y: float
    v: float


def flow_csv(rows: Iterable[tuple[str, str, int]]) -> str:
    """Return a row for each line of the flow diagram: a lasting code, its text and the number of records."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["box", "text", "records"])
    writer.writerows([code, escape_formula(label.lstrip("– ")), count] for code, label, count in rows)
    return text.getvalue()


def records_csv(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Yield lines in the order of ``COLUMNS``, which ``cyfran dedup`` and ``cyfran screen simulate`` read."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (COLUMNS, *rows):
        writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def effects_csv(points: Iterable[EffectRow]) -> str:
    """Return effect sizes as ``cyfran synthesis --measure GIVEN`` reads them; effects of one ``study`` depend on each other."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["study", "year", "label", "yi", "vi"])
    for point in points:
        study = point.effect.study
        writer.writerow(
            [
                escape_formula(study.title),
                study.year or "",
                escape_formula(point.effect.label),
                repr(point.y),
                repr(point.v),
            ]
        )
    return text.getvalue()


def references_ris(records: Iterable[StoredReference]) -> str:
    """Return references in RIS, which every reference manager reads."""
    return "".join(_ris(record) for record in records)


def _ris(record: StoredReference) -> str:
    lines = ["TY  - JOUR", *(f"AU  - {author}" for author in record.authors.split("; ") if author)]
    lines += [f"{tag}  - {getattr(record, field)}" for field, tag in RIS_TAGS if getattr(record, field)]
    lines += [f"PY  - {record.year}"] if record.year else []
    first_page, _, last_page = record.pages.partition("-")
    lines += [f"{tag}  - {page}" for tag, page in (("SP", first_page), ("EP", last_page)) if page]
    lines += [f"KW  - {word}" for word in record.keywords.split("; ") if word]
    return "\n".join([*lines, "ER  - ", "", ""])
