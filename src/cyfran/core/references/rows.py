"""References in a table: CSV with any separator, or an Excel workbook."""

from collections.abc import Iterator
from typing import BinaryIO

from cyfran.core.references.reference import Reference, build_reference
from cyfran.core.tables import Table, open_table

TITLE = ("primary_title", "article title", "document title", "publication title", "teitl")
COLUMNS: dict[str, tuple[str, ...]] = {
    "authors": ("author", "author names", "author full names", "first_authors", "awduron"),
    "year": ("publication year", "publication_year", "date", "py", "blwyddyn"),
    "source": (
        "journal",
        "source title",
        "journal title",
        "secondary_title",
        "publication",
        "publication name",
    ),
    "volume": ("vol",),
    "number": ("issue", "issue number"),
    "pages": ("page", "page range"),
    "first_page": ("page start", "start page", "start_page"),
    "last_page": ("page end", "end page", "end_page"),
    "doi": ("digital object identifier",),
    "abstract": ("abstract note", "notes_abstract", "crynodeb"),
    "keywords": ("author keywords", "keyword", "manual tags"),
    "identifier": ("accession", "pmid", "eid"),
    "key": ("record_id", "id"),
    "address": ("url", "link"),
}


def open_rows(file: BinaryIO, name: str) -> tuple[Table, Iterator[tuple[int, Reference]]]:
    """Open a table and return it with an iterator over its row numbers and references."""
    table = open_table(file, name, needed={"title": TITLE}, optional=COLUMNS)
    return table, ((number, _reference(table, row)) for number, row in table.rows)


def _reference(table: Table, row: list[str]) -> Reference:
    def cell(name: str) -> str:
        place = table.columns.get(name)
        return row[place] if place is not None and place < len(row) else ""

    page_range = "-".join(filter(None, [cell("first_page"), cell("last_page")]))
    plain = {
        name: cell(name)
        for name in ("title", "source", "volume", "number", "doi", "abstract", "identifier", "key", "address")
    }
    return build_reference(
        **plain,
        authors=cell("authors").split(";"),
        keywords=cell("keywords").split(";"),
        year=cell("year"),
        pages=cell("pages") or page_range,
    )
