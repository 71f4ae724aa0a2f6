"""Writing references in RIS, which every reference manager reads."""

from collections.abc import Iterable
from typing import Protocol

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
