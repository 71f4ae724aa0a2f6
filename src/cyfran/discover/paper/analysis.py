"""Connect printed sheets to the method that reads them: the layout of rows, and the answers in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cyfran.core.errors import ActionError
from cyfran.discover.paper.exchange import as_picture
from cyfran.discover.paper.models import SheetCopy, SheetRow
from cyfran.discover.paper.queries import find_sheet_copy, rows_of
from cyfran.methods.errors import MethodError
from cyfran.methods.sheets import Layout, a4, crop_row, read_sheet
from cyfran.methods.sheets.layout import FIRST, LAST

__all__ = ["FIRST", "NAME_LENGTH", "ROWS_HEIGHT", "ReadRow", "corner_text", "layout_of", "read_page"]

PREFIX = "CY/"
ROWS_HEIGHT = LAST - FIRST  # mm for rows on a page
NAME_LENGTH = 8  # letters; the page's number follows


@dataclass(frozen=True)
class ReadRow:
    """A row as read from a picture; ``picture`` is set only where a person has to look."""

    row: SheetRow
    choice: int | None
    is_sure: bool
    picture: bytes | None


def layout_of(rows: Sequence[SheetRow]) -> Layout:
    """Return the places of the boxes on a page. The row for consent has one box, under the last of the others."""
    return a4([row.height for row in rows], single=[i for i, row in enumerate(rows) if row.is_consent])


def corner_text(name: str, page: int, corner: int) -> str:
    return f"{PREFIX}{name}{page}/{corner}"


def read_page(picture: np.ndarray, conversation) -> tuple[SheetCopy, list[ReadRow]]:
    """Return the copy in a picture and the rows read from it. Raises ``ActionError`` if the picture cannot be read."""
    matches: list[tuple[SheetCopy, list[SheetRow]]] = []

    def find_layout(name: str) -> Layout:
        copy = find_sheet_copy(name[:NAME_LENGTH], conversation)
        rows = (
            list(rows_of(copy.sheet, int(name[NAME_LENGTH:])))
            if copy and name[NAME_LENGTH:].isdecimal()
            else []
        )
        if not rows:
            raise MethodError("sheet_of_another_conversation")
        matches.append((copy, rows))
        return layout_of(rows)

    try:
        reading = read_sheet(picture, find_layout, PREFIX)
    except MethodError as error:
        raise ActionError(error.code, **error.params) from error
    ((copy, rows),) = matches
    return copy, [
        ReadRow(
            rows[row.row],
            None if row.needs_a_person else row.choice,
            not row.needs_a_person,
            as_picture(crop_row(picture, reading, row.row)) if row.needs_a_person else None,
        )
        for row in reading.rows
    ]
