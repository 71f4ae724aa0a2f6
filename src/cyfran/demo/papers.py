"""Full texts of invented studies: PDF files whose text can be extracted."""

from collections.abc import Sequence
from ctypes import c_ushort
from io import BytesIO
from textwrap import wrap

import pypdfium2
from pypdfium2 import raw as pdfium

A4 = (595, 842)
LETTERS, LINE, LEFT, TOP, SIZE = 80, 18, 60, 780, 12


def paper(pages: Sequence[str]) -> bytes:
    """Return a PDF with one text a page, in the letters of Helvetica's own encoding (cp1252)."""
    document = pypdfium2.PdfDocument.new()
    font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
    for text in pages:
        page = document.new_page(*A4)
        lines = [line for part in text.split("\n") for line in wrap(part, LETTERS) or [""]]
        for number, line in enumerate(lines):
            _write_line(document, page, font, line, TOP - number * LINE)
        page.gen_content()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_line(document, page, font, line: str, height: int) -> None:
    text_object = pdfium.FPDFPageObj_CreateTextObj(document, font, SIZE)
    encoded = f"{line}\0".encode("utf-16-le")
    pdfium.FPDFText_SetText(text_object, (c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded))
    pdfium.FPDFPageObj_Transform(text_object, 1, 0, 0, 1, LEFT, height)
    pdfium.FPDFPage_InsertObject(page, text_object)
