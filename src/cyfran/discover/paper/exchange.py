"""Pictures of paper that people give us, taken apart without trust. Free of Django."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import pypdfium2
from PIL import Image

from cyfran.core.errors import Problem

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
MOST_DOTS = 80_000_000  # a photograph of a good phone has 50 million
MOST_PAGES = 400
DPI = 200
QUALITY = 70


def pages_of(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    """Give every page of a PDF, or every picture of a file, as brightness; or what is wrong with it."""
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    try:
        yield from _of_pdf(file, name) if is_pdf else _of_picture(file, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        yield Problem("picture_too_large", {"most": MOST_DOTS // 1_000_000}, name)
    except (OSError, ValueError, SyntaxError, pypdfium2.PdfiumError):
        yield Problem("no_picture", {}, name)


def _of_pdf(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    with pypdfium2.PdfDocument(file) as pdf:
        if len(pdf) > MOST_PAGES:
            yield Problem("too_many_pages", {"most": MOST_PAGES, "now": len(pdf)}, name)
            return
        for page in pdf:
            width, height = (side * DPI / 72 for side in page.get_size())
            if width * height > MOST_DOTS:
                yield Problem("picture_too_large", {"most": MOST_DOTS // 1_000_000}, name)
            else:
                yield np.asarray(page.render(scale=DPI / 72).to_pil().convert("L"))


def _of_picture(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    with Image.open(file, formats=FORMATS) as picture:
        for number in range(min(getattr(picture, "n_frames", 1), MOST_PAGES)):
            picture.seek(number)
            if picture.width * picture.height > MOST_DOTS:
                yield Problem("picture_too_large", {"most": MOST_DOTS // 1_000_000}, name)
            else:
                yield np.asarray(picture.convert("L"))


def as_picture(strip: np.ndarray) -> bytes:
    """A strip of a sheet as a small JPEG, for a person to look at."""
    kept = io.BytesIO()
    Image.fromarray(strip).save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()
