from cyfran.discover.evidence.queries.archive import (
    finding_values,
    judgement_rows,
    protocol_values,
    search_rows,
    sheet_values,
)
from cyfran.discover.evidence.queries.copies import (
    likeness_in,
    likenesses_of,
    open_likenesses,
    settled_likenesses,
)
from cyfran.discover.evidence.queries.extraction import (
    Answered,
    Told,
    answered_in,
    answered_of,
    doubts_of,
    effect_in,
    effects_of,
    facts_of,
    passages_in,
    passages_to_quote,
    study_in,
    targets_of,
    weigh,
)
from cyfran.discover.evidence.queries.flow import Flow, flow_of
from cyfran.discover.evidence.queries.fulltexts import (
    Sought,
    content_of,
    full_judgements_of,
    full_text_of,
    is_there,
    passages_of,
    retrievals_of,
    sought_in,
)
from cyfran.discover.evidence.queries.protocol import protocol_of, protocols_of, reading_began
from cyfran.discover.evidence.queries.questions import (
    DOUBTS,
    FACTS,
    OVERALL,
    Question,
    QuestionForm,
    doubts_form,
    facts_form,
    question_forms,
)
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
    "DOUBTS", "FACTS", "OVERALL", "Answered", "Flow", "Question", "QuestionForm", "Sought", "Told", "answered_in",
    "answered_of", "content_of", "decide", "decided_in", "doubts_form", "doubts_of", "effect_in", "effects_of",
    "facts_form", "facts_of", "find_records", "finding_values", "findings_in", "findings_of", "flow_of",
    "full_judgements_of", "full_text_of", "halt_of", "included_in", "is_there", "judgement_rows", "judgements_of",
    "likeness_in", "likenesses_of", "newest_of", "next_for", "numbers_of", "open_likenesses", "ordering_of",
    "pairs_of_verdicts", "passages_in", "passages_of", "passages_to_quote", "people_of", "protocol_of", "protocol_values",
    "protocols_of", "question_forms", "reading_began", "record_in", "records_to_compare", "records_to_read",
    "retrievals_of", "reviews_of", "reviews_with_new_decisions", "rows_of_records", "said_by", "sample_of", "search_in",
    "search_of_reading", "search_rows", "searches_of", "settled_likenesses", "sheet_values", "show_findings",
    "show_reviews", "show_studies", "sought_in", "studies_of", "study_in", "targets_of", "titles_in", "weigh",
    "words_that_moved",
]  # fmt: skip
