"""The layout of a sheet: codes and tick boxes, in millimetres from its top left corner."""

from collections.abc import Sequence
from dataclasses import dataclass

CORNERS = 4
A4 = (210.0, 297.0)
EDGE, CODE = 10.0, 16.0  # mm from the edge of the paper to a code, and its side
BOX, CLEAR = 5.0, (6.0, 2.5)
FIRST, LAST = 50.0, 266.0  # where rows may stand on a page
CHOICES = (152.0, 170.0, 188.0)


@dataclass(frozen=True)
class TickBox:
    """A square to mark. ``row`` is the number of the question, ``choice`` of the answer; ``x`` and ``y`` are its centre."""

    row: int
    choice: int
    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """A page with a code in each corner, clockwise from the top left, and boxes between them.

    ``codes`` are the top left corners of the four codes without their quiet zone; ``code_size`` and ``box_size`` are
    sides. Nothing else is printed within ``clear`` (across, down) of a box's edge.
    """

    width: float
    height: float
    codes: tuple[tuple[float, float], ...]
    code_size: float
    boxes: tuple[TickBox, ...]
    box_size: float
    clear: tuple[float, float]

    def corners_of(self, code: int) -> list[tuple[float, float]]:
        """Return the corners of a code, clockwise from its top left."""
        x, y = self.codes[code]
        far_x, far_y = x + self.code_size, y + self.code_size
        return [(x, y), (far_x, y), (far_x, far_y), (x, far_y)]


def a4(heights: Sequence[float], choices: Sequence[float] = CHOICES, single: Sequence[int] = ()) -> Layout:
    """Return a page of rows of these heights (mm), one below the other, each with a box for every choice (its x in mm).

    Rows in ``single`` have the last box only: to tick or not.

    Examples
    --------
    >>> [(box.x, box.y) for box in a4([20, 10]).boxes[::3]]
    [(152.0, 60.0), (152.0, 75.0)]
    """
    right, bottom = A4[0] - EDGE - CODE, A4[1] - EDGE - CODE
    codes = ((EDGE, EDGE), (right, EDGE), (right, bottom), (EDGE, bottom))
    boxes, y = [], FIRST
    for row, height in enumerate(heights):
        first = len(choices) - 1 if row in single else 0
        boxes += [TickBox(row, choice, x, y + height / 2) for choice, x in list(enumerate(choices))[first:]]
        y += height
    return Layout(*A4, codes, CODE, tuple(boxes), BOX, CLEAR)
