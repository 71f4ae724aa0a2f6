"""Read uploaded PDF files in a separate process with limits on memory and time. Free of Django.

A broken or hostile file ends that process and nothing else; scripts in it never run, and no browser is sent the file.
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
    """Return the text of each page, empty where a page is only a picture. Raises ``ActionError``."""
    texts = json.loads(_read(content, "texts", str(MOST_PAGES)))
    if not texts:
        raise ActionError("no_pdf")
    return texts


def picture_of(content: bytes, page: int) -> bytes:
    """Return a page, counted from 1, as a PNG."""
    return _read(content, "picture", str(page))


def _read(content: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-I", str(READER), *arguments]
    try:
        process = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ActionError("pdf_takes_too_long", seconds=SECONDS) from error
    if process.returncode:
        raise ActionError(REFUSALS.get(process.returncode, "no_pdf"), most=MOST_PAGES)
    return process.stdout
