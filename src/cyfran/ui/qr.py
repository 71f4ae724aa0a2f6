"""QR codes as SVG, drawn by ourselves on the server."""

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
    dark = ((x, y) for y, line in enumerate(matrix) for x, is_dark in enumerate(line) if is_dark)
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(matrix)
