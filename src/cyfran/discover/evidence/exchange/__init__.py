"""References in the field's formats. Free of Django."""

from cyfran.discover.evidence.exchange.flow import written
from cyfran.discover.evidence.exchange.reading import Opened, open_references
from cyfran.discover.evidence.exchange.references import LONGEST, Reference

__all__ = ["LONGEST", "Opened", "Reference", "open_references", "written"]
