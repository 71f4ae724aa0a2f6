"""Full texts of invented studies: PDF files as small as can be, with words that can be read and kept."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

LETTERS, LINE, LEFT, TOP, SIZE = 80, 18, 60, 780, 12


def paper(pages: Sequence[str], catalogue: str = "") -> bytes:
    """One text a page, in letters of western Europe. ``catalogue`` is put into the root of the file as it is."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, text in enumerate(pages):
        drawn = _lines(line for part in text.split("\n") for line in wrap(part, LETTERS) or [""])
        shown = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shown} /Contents {5 + 2 * i} 0 R >>")
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _file(objects)


def _lines(lines: Iterable[str]) -> str:
    written = [f"({_quoted(line)}) Tj T*" for line in lines]
    return f"BT /F1 {SIZE} Tf {LINE} TL {LEFT} {TOP} Td {' '.join(written)} ET"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str]) -> bytes:
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}" + end).encode("cp1252")
