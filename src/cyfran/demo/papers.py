"""Full texts of invented studies: minimal PDF files whose text can be extracted."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

LETTERS, LINE, LEFT, TOP, SIZE = 80, 18, 60, 780, 12


def paper(pages: Sequence[str], catalogue: str = "") -> bytes:
    """Return a PDF with one text a page, in cp1252 letters. ``catalogue`` is added to the document catalogue as it is."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, text in enumerate(pages):
        stream = _lines(line for part in text.split("\n") for line in wrap(part, LETTERS) or [""])
        resources = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * index} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(objects)


def _lines(lines: Iterable[str]) -> str:
    operators = [f"({_quoted(line)}) Tj T*" for line in lines]
    return f"BT /F1 {SIZE} Tf {LINE} TL {LEFT} {TOP} Td {' '.join(operators)} ET"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str]) -> bytes:
    body, offsets = "%PDF-1.4\n", []
    for number, pdf_object in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{pdf_object}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}" + end).encode("cp1252")
