"""A sheet read back, row by row. What is not sure is said to be so: it is for a person to see."""

from dataclasses import asdict, dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.sheets.layout import Layout
from cyfran.methods.sheets.marks import EMPTY, FILLED, MARKED, Mark, read_marks
from cyfran.methods.sheets.placing import find_codes, place


@dataclass(frozen=True)
class Row:
    """What was answered: ``choice`` is empty where nothing was marked, or where a person has to look.

    ``sure`` is how far the ink of its boxes lies from where it would be read otherwise: 1 far, 0 not sure at all.
    """

    row: int
    choice: int | None
    needs_a_person: bool
    sure: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Reading:
    """``name`` is what the codes of the sheet say; ``places`` the middle of each box in the picture, in dots."""

    name: str
    rows: tuple[Row, ...]
    places: tuple[tuple[float, float], ...]
    dots_a_mm: float

    def to_dict(self) -> dict:
        return asdict(self)


def read_sheet(picture: np.ndarray, layout: Layout, prefix: str = "") -> Reading:
    """Read which boxes of a printed sheet are marked.

    It answers: what was ticked on this sheet of paper, and which of it a person should look at.

    Parameters
    ----------
    picture
        Brightness of each dot, shape (height, width), 0 (black) to 255 (white), ``uint8``. At least 2.5 dots a millimetre of
        paper (64 dpi); 6 are good. Any rotation; photographs at an angle, in shade, of curled paper.
    layout
        Where the codes and boxes were printed.
    prefix
        What the text of each corner code begins with. After it stand the name of the sheet, a slash and the corner's number.

    Returns
    -------
    Reading
        One row for each question. A row is answered where one box has a mark in it and the others are empty, or filled all
        over, which is how a mark is taken back. It is empty where all boxes and their surroundings are. Anything else needs a
        person: two marks, a faint one, one beside its box, one filled box alone, a frame that is hardly seen.

    Raises
    ------
    MethodError
        ``picture_not_readable`` (not two-dimensional, or not ``uint8``), ``sheet_not_found``, ``several_sheets``,
        ``corners_hidden``, ``picture_too_small``.

    Notes
    -----
    The plane comes from all corners of the codes by least squares (Hartley and Zisserman 2004, algorithm 4.2). The frames of
    the boxes are then matched around where it puts them, and a polynomial of the third degree, fitted to them with falling
    weights for those that fit badly, follows paper that is curled. Ink is measured against the paper around its own box.
    Linear in the number of dots and of boxes. There is no randomness. Missing values do not occur.

    Examples
    --------
    >>> from cyfran.methods.sheets import a4
    >>> read_sheet(np.full((300, 200), 255, np.uint8), a4([20, 15, 15]))
    Traceback (most recent call last):
    ...
    cyfran.methods.errors.MethodError: sheet_not_found
    """
    if picture.ndim != 2 or picture.dtype != np.uint8 or min(picture.shape) < 10:
        raise MethodError("picture_not_readable")
    codes = find_codes(picture, layout, prefix)
    placed = place(picture, codes, layout)
    marks = read_marks(picture, placed, layout)
    by_row: dict[int, list[tuple[int, Mark]]] = {}
    for box, mark in zip(layout.boxes, marks, strict=True):
        by_row.setdefault(box.row, []).append((box.choice, mark))
    rows = tuple(_row(row, boxes) for row, boxes in sorted(by_row.items()))
    middles = placed.in_picture(np.array([(box.x, box.y) for box in layout.boxes], float))
    places = tuple((round(float(x), 1), round(float(y), 1)) for x, y in middles)
    return Reading(codes.name, rows, places, round(placed.dots_a_mm(), 2))


def _row(row: int, boxes: list[tuple[int, Mark]]) -> Row:
    marks = tuple(mark for _, mark in boxes)
    states = [mark.state for mark in marks]
    marked = [choice for choice, mark in boxes if mark.state == "marked"]
    known = "unsure" not in states and len(marked) <= 1 and (marked or "filled" not in states)
    sure = min(map(_sure, marks)) if known else 0.0
    return Row(row, marked[0] if known and marked else None, not known, round(sure, 3), marks)


def _sure(mark: Mark) -> float:
    """How far its ink lies from where it would count as something else, as a share of how far it could."""
    if mark.state == "empty":
        return 1 - mark.ink / EMPTY
    if mark.state == "filled":
        return (mark.ink - FILLED) / (1 - FILLED)
    middle = (MARKED + FILLED) / 2
    return (
        1 - abs(mark.ink - middle) / (middle - MARKED)
        if mark.ink > middle
        else min(1.0, (mark.ink - MARKED) / 0.1)
    )
