"""De-duplication: which references of several lists are the same publication."""

from cyfran.methods.dedup.matching import VERSION, CandidatePair, DeduplicationResult, deduplicate
from cyfran.methods.dedup.records import Bibliographic, doi_of

__all__ = ["VERSION", "Bibliographic", "CandidatePair", "DeduplicationResult", "deduplicate", "doi_of"]
