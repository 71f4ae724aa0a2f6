"""Read uploaded pictures, in the sandbox, and re-encode them without their metadata. Free of Django."""

import io
from typing import BinaryIO

from PIL import Image

from cyfran.core.errors import ActionError
from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox

READER = "cyfran.core.pictures.reader"
LIMITS = Limits(memory=768 * 1024 * 1024, total=9.0)
QUALITY = 80


def plain_picture(file: BinaryIO) -> bytes:
    """Return the first picture of a file as a JPEG: upright, no larger than needed, without metadata. Raises ``ActionError``."""
    return _first("plain", file)


def logo_picture(file: BinaryIO) -> bytes:
    """Return the first picture of a file as a PNG of the size of a logo. Raises ``ActionError``."""
    return _first("logo", file)


def _first(reader: str, file: BinaryIO) -> bytes:
    try:
        [picture] = read_in_sandbox(f"{READER}:{reader}", file, limits=LIMITS)
    except ReaderRefused as refused:
        raise ActionError(refused.code, **refused.params) from refused
    except FileStopped as stopped:
        raise ActionError(stopped.code(broken="file_is_no_picture")) from stopped
    return picture


def as_jpeg(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """Return a picture of our own making as a JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
