"""QR codes as SVG, drawn by ourselves on the server."""

from collections.abc import Iterator
from itertools import groupby

import segno
from markupsafe import Markup


def qr_picture(address: str) -> Markup:
    """Draw the code. It has no words of its own: the page prints the address beside it."""
    code = segno.make(address, error="m")
    drawn = code.svg_inline(scale=6, border=2, svgclass="cy-qr", omitsize=True, lineclass=None)
    return Markup(drawn)  # noqa: S704 - made here from numbers; the address is not in it


def qr_path(text: str) -> tuple[str, int]:
    """The dark squares of a code as the path of a drawing, without the quiet zone around it, and how many make a side."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return "".join(_runs(matrix)), len(matrix)


def _runs(matrix) -> Iterator[str]:
    """A bar for each run of dark squares in a line."""
    for y, line in enumerate(matrix):
        x = 0
        for is_dark, squares in groupby(line, bool):
            width = len(list(squares))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
