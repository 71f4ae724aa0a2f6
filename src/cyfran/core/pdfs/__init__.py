"""Read uploaded PDF files, in the sandbox: scripts in them never run, and no browser is sent the file. Free of Django."""

import io

from cyfran.core.errors import ActionError
from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox

MOST_PAGES = 1500
LIMITS = Limits(total=9.0)
READER = "cyfran.core.pdfs.reader"


def texts_of(content: bytes) -> list[str]:
    """Return the text of each page, empty where a page is only a picture. Raises ``ActionError``."""
    texts = [text.decode() for text in _read("texts", content, MOST_PAGES)]
    if not texts:
        raise ActionError("no_pdf")
    return texts


def picture_of(content: bytes, page: int) -> bytes:
    """Return a page, counted from 1, as a PNG."""
    [picture] = _read("picture", content, page, MOST_PAGES)
    return picture


def _read(reader: str, content: bytes, *arguments: object) -> list[bytes]:
    try:
        return list(read_in_sandbox(f"{READER}:{reader}", io.BytesIO(content), *arguments, limits=LIMITS))
    except ReaderRefused as refused:
        raise ActionError(refused.code, **refused.params) from refused
    except FileStopped as stopped:
        raise ActionError(stopped.code(broken="no_pdf")) from stopped
