"""References in the field's formats. Free of Django."""

from cyfran.discover.evidence.exchange.reading import Opened, open_references
from cyfran.discover.evidence.exchange.references import LONGEST, Reference
from cyfran.discover.evidence.exchange.writing import flow_csv, records_csv, references_ris

__all__ = ["LONGEST", "Opened", "Reference", "flow_csv", "open_references", "records_csv", "references_ris"]
