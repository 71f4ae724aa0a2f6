from cyfran.discover.evidence.queries.copies import (
    likeness_in,
    likenesses_of,
    open_likenesses,
    settled_likenesses,
)
from cyfran.discover.evidence.queries.flow import Flow, flow_of
from cyfran.discover.evidence.queries.protocol import protocol_of, protocols_of, reading_began
from cyfran.discover.evidence.queries.reviews import (
    findings_in,
    findings_of,
    reviews_of,
    show_findings,
    show_reviews,
    show_studies,
    studies_of,
    titles_in,
)
from cyfran.discover.evidence.queries.screening import (
    decide,
    decided_in,
    find_records,
    halt_of,
    included_in,
    judgements_of,
    newest_of,
    next_for,
    ordering_of,
    pairs_of_verdicts,
    people_of,
    record_in,
    records_to_read,
    reviews_with_new_decisions,
    rows_of_records,
    said_by,
    sample_of,
    words_that_moved,
)
from cyfran.discover.evidence.queries.searches import (
    numbers_of,
    records_to_compare,
    search_in,
    search_of_reading,
    searches_of,
)

__all__ = [
    "Flow", "decide", "decided_in", "find_records", "findings_in", "findings_of", "flow_of", "halt_of", "included_in",
    "judgements_of", "likeness_in", "likenesses_of", "newest_of", "next_for", "numbers_of", "open_likenesses", "ordering_of",
    "pairs_of_verdicts", "people_of", "protocol_of", "protocols_of", "reading_began", "record_in", "records_to_compare",
    "records_to_read", "reviews_of", "reviews_with_new_decisions", "rows_of_records", "said_by", "sample_of", "search_in",
    "search_of_reading", "searches_of", "settled_likenesses", "show_findings", "show_reviews", "show_studies", "studies_of",
    "titles_in", "words_that_moved",
]  # fmt: skip
