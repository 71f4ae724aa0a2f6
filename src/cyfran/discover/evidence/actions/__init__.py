from cyfran.discover.evidence.actions.duplicates import (
    merge_duplicates,
    save_candidate_duplicates,
    settle_duplicate,
)
from cyfran.discover.evidence.actions.extraction import (
    add_effect,
    add_outcome,
    fill_sheet,
    remove_outcome,
    settle_effect,
    withdraw_effect,
)
from cyfran.discover.evidence.actions.fulltexts import (
    add_passage,
    include_study,
    keep_full_text,
    note_retrieval,
    screen_full_text,
)
from cyfran.discover.evidence.actions.protocol import write_protocol
from cyfran.discover.evidence.actions.reviews import add_study, begin_review, correct_finding, write_finding
from cyfran.discover.evidence.actions.screening import (
    draw_sample,
    plan_screening,
    renew_order,
    screen,
    stop_screening,
)
from cyfran.discover.evidence.actions.searches import (
    drop_records,
    keep_records,
    record_search,
    withdraw_search,
)

__all__ = [
    "add_effect", "add_outcome", "add_passage", "add_study", "begin_review", "correct_finding", "draw_sample",
    "drop_records", "fill_sheet", "include_study", "keep_full_text", "keep_records", "merge_duplicates",
    "note_retrieval", "plan_screening", "record_search", "remove_outcome", "renew_order",
    "save_candidate_duplicates", "screen", "screen_full_text", "settle_duplicate", "settle_effect",
    "stop_screening", "withdraw_effect", "withdraw_search", "write_finding", "write_protocol",
]  # fmt: skip
