"""PDF files that somebody gave us. Free of Django.

They are opened only in a process of its own, which may neither grow nor go on for long. A broken or hostile file ends that
process and nothing else; what scripts it holds never run, and no browser is ever sent the file to show.
"""

import json
import subprocess
import sys
from pathlib import Path

from cyfran.core.errors import ActionError

READER = Path(__file__).with_name("reader.py")
SECONDS, MOST_PAGES = 30, 1500
REFUSALS = {2: "no_pdf", 3: "pdf_locked", 4: "pdf_too_many_pages"}


def texts_of(content: bytes) -> list[str]:
    """The words of each page; empty where a page is only a picture. Raises ``ActionError`` with what is wrong."""
    texts = json.loads(_read(content, "texts", str(MOST_PAGES)))
    if not texts:
        raise ActionError("no_pdf")
    return texts


def picture_of(content: bytes, page: int) -> bytes:
    """A page, counted from 1, as a PNG."""
    return _read(content, "picture", str(page))


def _read(content: bytes, *asked: str) -> bytes:
    command = [sys.executable, "-I", str(READER), *asked]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ActionError("pdf_takes_too_long", seconds=SECONDS) from error
    if done.returncode:
        raise ActionError(REFUSALS.get(done.returncode, "no_pdf"), most=MOST_PAGES)
    return done.stdout
