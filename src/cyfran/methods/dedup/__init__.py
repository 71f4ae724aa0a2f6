"""De-duplication: which references of several lists are the same publication."""

from cyfran.methods.dedup.matching import VERSION, CandidatePair, Deduplicated, deduplicate
from cyfran.methods.dedup.records import Bibliographic, doi_of

__all__ = ["VERSION", "Bibliographic", "CandidatePair", "Deduplicated", "deduplicate", "doi_of"]
