"""Open uploaded pictures safely and re-encode them without their metadata. Free of Django."""

import io
import warnings
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
MOST_DOTS = 80_000_000  # a photograph of a good phone has 50 million
LONGEST_SIDE, QUALITY = 2400, 80
LARGEST_LOGO = (640, 112)  # twice as sharp as it is shown


class UnreadablePicture(Exception):
    """The file is not a picture that can be read."""


class PictureTooLarge(Exception):
    """The picture has more pixels than any camera makes: opening it could fill the memory."""


def open_pictures(file: BinaryIO) -> Iterator[Image.Image]:
    """Yield each picture of a file. The size is checked before the pixels are loaded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                for number in range(getattr(picture, "n_frames", 1)):
                    picture.seek(number)
                    if picture.width * picture.height > MOST_DOTS:
                        raise PictureTooLarge
                    picture.load()
                    yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadablePicture from error


def plain_picture(file: BinaryIO) -> bytes:
    """Return the first picture of a file as a JPEG: upright, no larger than needed, without metadata (place, time)."""
    for picture in open_pictures(file):
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return as_jpeg(upright)
    raise UnreadablePicture


def logo_picture(file: BinaryIO) -> bytes:
    """Return the first picture of a file as a PNG of the size of a logo, with what is transparent in it, without metadata."""
    for picture in open_pictures(file):
        logo = picture.convert("RGBA")
        logo.thumbnail(LARGEST_LOGO)
        buffer = io.BytesIO()
        logo.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()
    raise UnreadablePicture


def as_jpeg(picture: Image.Image, quality: int = QUALITY) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
