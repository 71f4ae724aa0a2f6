"""References and review data in the file formats of the field, both ways. Free of Django."""

from cyfran.discover.evidence.exchange.archive import archive, plain_json, rows_csv
from cyfran.discover.evidence.exchange.reading import ReferenceFile, open_references
from cyfran.discover.evidence.exchange.references import LONGEST, Reference
from cyfran.discover.evidence.exchange.writing import effects_csv, flow_csv, records_csv, references_ris

__all__ = [
    "LONGEST", "Reference", "ReferenceFile", "archive", "effects_csv", "flow_csv", "open_references",
    "plain_json", "records_csv", "references_ris", "rows_csv",
]  # fmt: skip
