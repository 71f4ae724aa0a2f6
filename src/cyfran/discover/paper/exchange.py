"""Read uploaded scans and photographs page by page. Free of Django."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

import numpy as np
import pypdfium2
from PIL import Image

from cyfran.core.errors import Problem
from cyfran.core.pictures import MOST_DOTS, PictureTooLarge, UnreadablePicture, as_jpeg, open_pictures

MOST_PAGES = 400
DPI = 200
QUALITY = 70


def pages_of(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    """Yield every page of a PDF or picture of a file as an array of brightness, or a problem where it cannot be read."""
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    try:
        yield from _of_pdf(file, name) if is_pdf else _of_pictures(file)
    except PictureTooLarge:
        yield Problem("picture_too_large", {"most": MOST_DOTS // 1_000_000}, name)
    except (UnreadablePicture, pypdfium2.PdfiumError):
        yield Problem("no_picture", {}, name)


def _of_pdf(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    with pypdfium2.PdfDocument(file) as pdf:
        if len(pdf) > MOST_PAGES:
            yield Problem("too_many_pages", {"most": MOST_PAGES, "now": len(pdf)}, name)
            return
        for page in pdf:
            width, height = (side * DPI / 72 for side in page.get_size())
            if width * height > MOST_DOTS:
                raise PictureTooLarge
            yield np.asarray(page.render(scale=DPI / 72).to_pil().convert("L"))


def _of_pictures(file: BinaryIO) -> Iterator[np.ndarray]:
    for picture in islice(open_pictures(file), MOST_PAGES):
        yield np.asarray(picture.convert("L"))


def as_picture(strip: np.ndarray) -> bytes:
    """Return a strip of a sheet as a small JPEG, for a person to look at."""
    return as_jpeg(Image.fromarray(strip), QUALITY)
