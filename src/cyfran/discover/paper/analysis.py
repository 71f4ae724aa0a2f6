"""The seam between printed sheets and the method that reads them: where rows stand, and what a picture shows."""

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

__all__ = ["FIRST", "NAME", "ROOM", "Seen", "corner_text", "layout_of", "read_page"]

PREFIX = "CY/"
ROOM = LAST - FIRST  # mm for rows on a page
NAME = 8  # letters; the page's number follows


@dataclass(frozen=True)
class Seen:
    """A row as the picture shows it; the picture only where a person has to look."""

    row: SheetRow
    choice: int | None
    is_sure: bool
    picture: bytes | None


def layout_of(rows: Sequence[SheetRow]) -> Layout:
    """Where the boxes of a page stand. The tick for consent is one box, under the last of the others."""
    return a4([row.height for row in rows], single=[i for i, row in enumerate(rows) if row.is_consent])


def corner_text(name: str, page: int, corner: int) -> str:
    return f"{PREFIX}{name}{page}/{corner}"


def read_page(picture: np.ndarray, conversation) -> tuple[SheetCopy, list[Seen]]:
    """Say whose sheet it is and what is marked on it. Raises ``ActionError`` with what is wrong with the picture."""
    found: list[tuple[SheetCopy, list[SheetRow]]] = []

    def printed(name: str) -> Layout:
        copy = find_sheet_copy(name[:NAME], conversation)
        rows = list(rows_of(copy.sheet, int(name[NAME:]))) if copy and name[NAME:].isdecimal() else []
        if not rows:
            raise MethodError("sheet_of_elsewhere")
        found.append((copy, rows))
        return layout_of(rows)

    try:
        read = read_sheet(picture, printed, PREFIX)
    except MethodError as error:
        raise ActionError(error.code, **error.params) from error
    ((copy, rows),) = found
    return copy, [
        Seen(
            rows[row.row],
            None if row.needs_a_person else row.choice,
            not row.needs_a_person,
            as_picture(crop_row(picture, read, row.row)) if row.needs_a_person else None,
        )
        for row in read.rows
    ]
