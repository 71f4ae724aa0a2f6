"""Reading of a sheet, row by row; rows that are not sure are marked for a person to look at."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.sheets.layout import Layout
from cyfran.methods.sheets.marks import EMPTY, FILLED, MARKED, InkMark, read_marks
from cyfran.methods.sheets.placing import SheetPlacement, find_codes, place, sample

STRIP = (9.0, 8.5)  # mm around the boxes of a row that someone is shown who has to look
STRIP_DOTS = 6.0  # a millimetre


@dataclass(frozen=True)
class AnswerRow:
    """The answer of one row: ``choice`` is empty where nothing was marked, or where a person has to look.

    ``sure`` is how far the ink of its boxes lies from where it would be read otherwise: 1 far, 0 not sure at all.
    """

    row: int
    choice: int | None
    needs_a_person: bool
    sure: float
    marks: tuple[InkMark, ...]


@dataclass(frozen=True)
class SheetReading:
    """``name`` is what the codes of the sheet say; ``places`` the middle of each box in the picture, in dots."""

    name: str
    rows: tuple[AnswerRow, ...]
    places: tuple[tuple[float, float], ...]
    dots_a_mm: float
    layout: Layout
    placement: SheetPlacement

    def to_dict(self) -> dict:
        """Return what was read as plain values, without layout and placement."""
        rows = [asdict(row) for row in self.rows]
        return {"name": self.name, "rows": rows, "places": self.places, "dots_a_mm": self.dots_a_mm}


def read_sheet(
    picture: np.ndarray, layout: Layout | Callable[[str], Layout], prefix: str = ""
) -> SheetReading:
    """Read which boxes of a printed sheet are marked.

    It answers: what was ticked on this sheet of paper, and which of it a person should look at.

    Parameters
    ----------
    picture
        Brightness of each dot, shape (height, width), 0 (black) to 255 (white), ``uint8``. At least 2.5 dots a millimetre of
        paper (64 dpi); 6 are good. Any rotation; photographs at an angle, in shade, of curled paper.
    layout
        Where the codes and boxes were printed, or a function that says so for the name of a sheet.
    prefix
        What the text of each corner code begins with. After it stand the name of the sheet, a slash and the corner's number.

    Returns
    -------
    SheetReading
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
    codes, layout = find_codes(picture, _by_name(layout), prefix)
    placement = place(picture, codes, layout)
    marks = read_marks(picture, placement, layout)
    by_row: dict[int, list[tuple[int, InkMark]]] = {}
    for box, mark in zip(layout.boxes, marks, strict=True):
        by_row.setdefault(box.row, []).append((box.choice, mark))
    rows = tuple(_row(row, boxes) for row, boxes in sorted(by_row.items()))
    centres = placement.to_picture(np.array([(box.x, box.y) for box in layout.boxes], float))
    places = tuple((round(float(x), 1), round(float(y), 1)) for x, y in centres)
    return SheetReading(codes.name, rows, places, round(placement.dots_a_mm(), 2), layout, placement)


def _by_name(layout: Layout | Callable[[str], Layout]) -> Callable[[str], Layout]:
    if isinstance(layout, Layout):
        fixed = layout
        return lambda _name: fixed
    return layout


def crop_row(picture: np.ndarray, reading: SheetReading, row: int) -> np.ndarray:
    """Cut the boxes of one row out of the picture, upright and flat, for a person to look at.

    Parameters
    ----------
    picture
        The same that was read.
    reading
        What ``read_sheet`` made of it.
    row
        Number of a row of its layout. Another raises ``KeyError``.

    Returns
    -------
    numpy.ndarray
        Brightness, ``uint8``, 6 dots a millimetre; 8.5 mm above and below the middle of the boxes, 9 mm beside them. Outside
        the picture it is as at its edge. Linear in its size.

    Examples
    --------
    >>> import numpy as np
    >>> from cyfran.methods.sheets import a4
    >>> from cyfran.methods.sheets.placing import SheetPlacement
    >>> flat = SheetPlacement(np.diag([4.0, 4.0, 1.0]), np.zeros((10, 2)), (105, 148.5), (105, 148.5))
    >>> read = SheetReading("A", (), (), 4.0, a4([20]), flat)
    >>> crop_row(np.full((1188, 840), 255, np.uint8), read, 0).shape
    (102, 324)
    """
    boxes = [box for box in reading.layout.boxes if box.row == row]
    if not boxes:
        raise KeyError(row)
    xs, middle = [box.x for box in boxes], boxes[0].y
    across = np.arange(min(xs) - STRIP[0], max(xs) + STRIP[0], 1 / STRIP_DOTS)
    down = np.arange(middle - STRIP[1], middle + STRIP[1], 1 / STRIP_DOTS)
    points = np.stack(np.meshgrid(across, down), axis=-1)
    strip = sample(picture, reading.placement.to_picture(points.reshape(-1, 2)))
    return strip.reshape(points.shape[:2]).round().astype(np.uint8)


def _row(row: int, boxes: list[tuple[int, InkMark]]) -> AnswerRow:
    """The answer of one row from the marks of its boxes."""
    marks = tuple(mark for _, mark in boxes)
    states = [mark.state for mark in marks]
    marked = [choice for choice, mark in boxes if mark.state == "marked"]
    # A filled box alone is not "taken back": without another mark it may as well be the answer
    certain = "unsure" not in states and len(marked) <= 1 and (marked or "filled" not in states)
    sure = min(map(_certainty, marks)) if certain else 0.0
    return AnswerRow(row, marked[0] if certain and marked else None, not certain, round(sure, 3), marks)


def _certainty(mark: InkMark) -> float:
    """Return how far its ink lies from where it would count as something else, as a share of how far it could."""
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
