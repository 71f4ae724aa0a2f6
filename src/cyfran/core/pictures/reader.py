"""What is done with a picture in the sandbox: it is made plain, made a logo, or each of its frames brightness."""

import io
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NoReturn

from PIL import Image, ImageOps

from cyfran.core.pictures.frames import as_frame
from cyfran.core.sandbox import ReaderRefused

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
MOST_DOTS = 80_000_000  # a photograph of a good phone has 50 million
LONGEST_SIDE, QUALITY = 2400, 80
LARGEST_LOGO = (640, 112)  # twice as sharp as it is shown


def open_pictures(file: BinaryIO) -> Iterator[Image.Image]:
    """Yield each picture of a file. Its size is checked before the pixels are loaded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse_as_too_large()
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        if picture.width * picture.height > MOST_DOTS:
            _refuse_as_too_large()
        yield picture


def _refuse_as_too_large() -> NoReturn:
    raise ReaderRefused("picture_too_large", most=MOST_DOTS // 1_000_000)


def plain(file: BinaryIO) -> Iterator[bytes]:
    """Yield the first picture of a file as a JPEG: upright, no larger than needed, without metadata (place, time).

    It is made small before anything else: of a large JPEG only every second, fourth or eighth dot is decoded.
    """
    picture = next(open_pictures(file))
    small = picture if picture.mode == "RGB" else picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    buffer = io.BytesIO()
    ImageOps.exif_transpose(small).save(buffer, "JPEG", quality=QUALITY, exif=b"")
    yield buffer.getvalue()


def logo(file: BinaryIO) -> Iterator[bytes]:
    """Yield the first picture of a file as a PNG of the size of a logo, with what is transparent in it, without metadata."""
    small = next(open_pictures(file)).convert("RGBA")
    small.thumbnail(LARGEST_LOGO)
    buffer = io.BytesIO()
    small.save(buffer, "PNG", optimize=True)
    yield buffer.getvalue()


def brightness(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Yield each picture of a file as brightness."""
    for picture in islice(open_pictures(file), most):
        yield as_frame(picture)
