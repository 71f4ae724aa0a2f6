"""What is done with a PDF in the sandbox: its texts, one page as a picture, or all pages as brightness."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2

from cyfran.core.pictures.frames import as_frame
from cyfran.core.pictures.reader import MOST_DOTS
from cyfran.core.sandbox import ReaderRefused

MOST_DOTS_ON_SCREEN = 4_000_000
POINTS_PER_INCH = 72
DPI_ON_SCREEN, DPI_OF_SCANS = 110, 200


@contextmanager
def _opened(file: BinaryIO, most_pages: int) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with pypdfium2.PdfDocument(file) as pdf:
            if len(pdf) > most_pages:
                raise ReaderRefused("pdf_too_many_pages", most=most_pages, now=len(pdf))
            yield pdf
    except pypdfium2.PdfiumError as error:
        raise ReaderRefused("pdf_locked" if "password" in str(error).lower() else "no_pdf") from error


def texts(file: BinaryIO, most_pages: int) -> Iterator[bytes]:
    """Yield the text of each page."""
    with _opened(file, most_pages) as pdf:
        for page in pdf:
            yield _text_of(page).encode()


def _text_of(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page without what a database cannot store: NUL, and letters that cannot be encoded."""
    text = page.get_textpage().get_text_bounded()
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def picture(file: BinaryIO, number: int, most_pages: int) -> Iterator[bytes]:
    """Yield a page, counted from 1, as a PNG: large enough to read, with a limit on the number of pixels."""
    with _opened(file, most_pages) as pdf:
        page = pdf[number - 1]
        width, height = page.get_size()
        most = (MOST_DOTS_ON_SCREEN / max(width * height, 1)) ** 0.5
        buffer = io.BytesIO()
        scale = min(DPI_ON_SCREEN / POINTS_PER_INCH, most)
        page.render(scale=scale).to_pil().save(buffer, "PNG")
        yield buffer.getvalue()


def scans(file: BinaryIO, first: int, most_pages: int) -> Iterator[bytes]:
    """Yield the pages from ``first``, counted from 1, as brightness."""
    with _opened(file, most_pages) as pdf:
        for number in range(first - 1, len(pdf)):
            page = pdf[number]
            width, height = (side * DPI_OF_SCANS / POINTS_PER_INCH for side in page.get_size())
            if width * height > MOST_DOTS:
                raise ReaderRefused("picture_too_large", most=MOST_DOTS // 1_000_000)
            yield as_frame(page.render(scale=DPI_OF_SCANS / POINTS_PER_INCH).to_pil())
