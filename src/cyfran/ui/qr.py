"""QR codes as SVG, drawn by ourselves on the server."""

import segno
from markupsafe import Markup


def qr_picture(address: str) -> Markup:
    """Draw the code. It has no words of its own: the page prints the address beside it."""
    code = segno.make(address, error="m")
    drawn = code.svg_inline(scale=6, border=2, svgclass="cy-qr", omitsize=True, lineclass=None)
    return Markup(drawn)  # noqa: S704 - made here from numbers; the address is not in it
