"""De-duplication: which references of several lists are one and the same."""

from cyfran.methods.dedup.matching import VERSION, Deduplicated, Pair, deduplicate
from cyfran.methods.dedup.records import Bibliographic, doi_of

__all__ = ["VERSION", "Bibliographic", "Deduplicated", "Pair", "deduplicate", "doi_of"]
