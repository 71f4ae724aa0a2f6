"""A review with all that its results rest on, as one file that others can check without us."""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO

from cyfran.core.tables import guarded

ON = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes

READ_ME = """cyfran: a review and all that its results rest on.

records.csv      every record, which search brought it, of which it is a copy, and what was decided
included.ris     records included by title and abstract
flow.csv         the numbers of the flow diagram
searches.csv     where, when and how was searched
protocol.json    every version of the protocol, the newest first
judgements.csv   who said what of which record, by title and abstract and by full text; people are numbered
sheets.json      facts and doubts of each study, by each person
passages.json    words kept of full texts, with their page; the full texts themselves are not ours to pass on
effects.json     effects as each person read them in the studies, with their outcome, and which of them count
findings.json    what the studies add up to
effects-N.csv    effects on outcome N, in the order in which effects.json first names it, ready to be pooled

To pool the effects again:
  cyfran synthesis effects-1.csv --knapp-hartung
  (with --cluster study where several effects are of one study)
"""


def archive(texts: Mapping[str, Iterable[str]]) -> BytesIO:
    """Of names and texts in pieces. Packed, 100,000 records with abstracts are some 40 MB."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, pieces in {"README.txt": [READ_ME], **texts}.items():
            with kept.open(zipfile.ZipInfo(name, ON), "w") as one:
                for piece in pieces:
                    one.write(piece.encode())
    file.seek(0)
    return file


def rows_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def plain_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
