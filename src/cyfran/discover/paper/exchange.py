"""Read uploaded scans and photographs page by page. Free of Django."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from PIL import Image

from cyfran.core.errors import Problem
from cyfran.core.pictures import as_jpeg
from cyfran.core.pictures.frames import from_frame
from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox

MOST_PAGES = 400
MOST_LEFT_OUT = 5  # pages of a file that cannot be opened
LIMITS = Limits(memory=1536 * 1024 * 1024, cpu=1200, wait=30.0)
PDF_START = b"%PDF-"
PDF_READER, PICTURE_READER = "cyfran.core.pdfs.reader:scans", "cyfran.core.pictures.reader:brightness"
CODES = {"no_pdf": "no_picture", "pdf_too_many_pages": "too_many_pages"}
QUALITY = 70


def pages_of(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    """Yield every page of a PDF or picture of a file as an array of brightness, or a problem where it cannot be read."""
    file.seek(0)
    is_pdf = file.read(len(PDF_START)) == PDF_START
    yield from _pages_of_pdf(file, name) if is_pdf else _pages_of_pictures(file, name)


def _pages_of_pdf(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    """Yield the pages. One that cannot be opened safely is left out, and the file is opened again at the next."""
    page, left_out = 1, 0
    while left_out <= MOST_LEFT_OUT:
        try:
            for frame in read_in_sandbox(PDF_READER, file, page, MOST_PAGES, limits=LIMITS):
                yield from_frame(frame)
                page += 1
            return
        except ReaderRefused as refused:
            is_of_page = refused.code == "picture_too_large"
            yield Problem(
                CODES.get(refused.code, refused.code), refused.params, name, page=page if is_of_page else None
            )
            if not is_of_page:
                return
        except FileStopped as stopped:
            yield Problem(stopped.code(broken="no_picture"), {}, name, page=page)
        page, left_out = page + 1, left_out + 1
    yield Problem("pages_not_read", {"first": page}, name)


def _pages_of_pictures(file: BinaryIO, name: str) -> Iterator[np.ndarray | Problem]:
    try:
        for frame in read_in_sandbox(PICTURE_READER, file, MOST_PAGES, limits=LIMITS):
            yield from_frame(frame)
    except ReaderRefused as refused:
        yield Problem(refused.code, refused.params, name)
    except FileStopped as stopped:
        yield Problem(stopped.code(broken="no_picture"), {}, name)


def as_picture(strip: np.ndarray) -> bytes:
    """Return a strip of a sheet as a small JPEG, for a person to look at."""
    return as_jpeg(Image.fromarray(strip), QUALITY)
