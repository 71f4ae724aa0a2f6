"""The archive of a review: everything its results rest on in one ZIP file, which others can check without cyfran."""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO

from cyfran.core.tables import escape_formula

FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # so that the same content gives the same bytes
READ_ME = """cyfran: an evidence review and everything its results rest on.

records.csv          every record: which search found it, which record it duplicates, and what was decided
included.ris         records included by title and abstract
flow.csv             the numbers of the PRISMA flow diagram
searches.csv         each search: source, method, date, query and number of hits
protocol.json        every version of the protocol, the newest first
screening_votes.csv  each reviewer's verdict on each record, by title and abstract and by full text; reviewers are numbered
extraction.json      study characteristics and risk of bias of each study, by reviewer
passages.json        passages kept from full texts, with their pages; the full texts themselves are not ours to pass on
effects.json         effects as each reviewer read them in the studies, with their outcome, and which of them count
findings.json        the findings, with their certainty and the studies they rest on
effects-N.csv        effect sizes on outcome N, in the order in which effects.json first names it, ready to be pooled

To pool the effects again:
  cyfran synthesis effects-1.csv --knapp-hartung
  (with --cluster study where several effects are of one study)
"""


def archive(files: Mapping[str, Iterable[str]]) -> BytesIO:
    """Return a ZIP file of these names and texts (in pieces), with a README. 100,000 records with abstracts make some 40 MB."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for name, pieces in {"README.txt": [READ_ME], **files}.items():
            with zip_file.open(zipfile.ZipInfo(name, FIXED_DATE), "w") as member:
                for piece in pieces:
                    member.write(piece.encode())
    file.seek(0)
    return file


def rows_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(
        [escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def plain_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
