"""The process that opens a PDF: reads the file from standard input, writes its texts (JSON) or one page (PNG)."""

import io
import json
import resource
import sys

import pypdfium2

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 25
MOST_DOTS = 4_000_000
DPI = 110
NO_PDF, LOCKED, TOO_MANY = 2, 3, 4


def main(command: str, number: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    content = sys.stdin.buffer.read()
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            sys.stdout.buffer.write(texts(pdf, number) if command == "texts" else picture(pdf[number - 1]))
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if "password" in str(error).lower() else NO_PDF)


def texts(pdf: pypdfium2.PdfDocument, most: int) -> bytes:
    if len(pdf) > most:
        sys.exit(TOO_MANY)
    return json.dumps([_page_text(page) for page in pdf]).encode()


def _page_text(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page without what a database cannot store: NUL, and letters that cannot be encoded."""
    text = page.get_textpage().get_text_bounded()
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def picture(page: pypdfium2.PdfPage) -> bytes:
    """Return a page as a PNG: large enough to read, with a limit on the number of pixels."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
