"""QR codes as SVG, made on this server."""

from collections.abc import Iterator
from itertools import groupby

import segno
from markupsafe import Markup


def qr_picture(address: str) -> Markup:
    """Return a QR code as SVG. It has no text alternative: the page prints the address beside it."""
    code = segno.make(address, error="m")
    svg = code.svg_inline(scale=6, border=2, svgclass="cy-qr", omitsize=True, lineclass=None)
    return Markup(svg)  # noqa: S704 - made here from numbers; the address is not in it


def qr_path(text: str) -> tuple[str, int]:
    """Return the dark squares of a QR code as an SVG path, without the quiet zone, and the number of squares of a side."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return "".join(_runs(matrix)), len(matrix)


def _runs(matrix) -> Iterator[str]:
    """Yield a rectangle, as a part of an SVG path, for each run of dark squares in a line."""
    for y, line in enumerate(matrix):
        x = 0
        for is_dark, squares in groupby(line, bool):
            width = len(list(squares))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
