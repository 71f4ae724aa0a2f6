"""The numbers of a flow diagram as a table."""

import csv
import io
from collections.abc import Iterable


def written(rows: Iterable[tuple[str, str, int]]) -> str:
    """One row a box: a code that stays, what it says, and how many. Formulas are made harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["box", "text", "records"])
    writer.writerows([code, said.lstrip("=+-@– "), count] for code, said, count in rows)
    return text.getvalue()
