"""Records and the numbers of the flow diagram as files."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

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
