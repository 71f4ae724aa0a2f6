from cyfran.discover.evidence.actions.copies import (
    merge_duplicates,
    save_candidate_duplicates,
    settle_duplicate,
)
from cyfran.discover.evidence.actions.extraction import (
    add_effect,
    add_target,
    fill_sheet,
    remove_target,
    settle_effect,
    withdraw_effect,
)
from cyfran.discover.evidence.actions.fulltexts import (
    include_study,
    judge_full_text,
    keep_full_text,
    keep_passage,
    note_retrieval,
)
from cyfran.discover.evidence.actions.protocol import write_protocol
from cyfran.discover.evidence.actions.reviews import add_study, begin_review, correct_finding, write_finding
from cyfran.discover.evidence.actions.screening import (
    draw_sample,
    judge,
    plan_screening,
    renew_order,
    stop_screening,
)
from cyfran.discover.evidence.actions.searches import drop_records, keep_records, record_search, undo_search

__all__ = [
    "add_effect", "add_study", "add_target", "begin_review", "correct_finding", "draw_sample", "drop_records",
    "fill_sheet", "include_study", "judge", "judge_full_text", "keep_full_text", "keep_passage", "keep_records",
    "merge_duplicates", "note_retrieval", "plan_screening", "record_search", "remove_target", "renew_order",
    "save_candidate_duplicates", "settle_duplicate", "settle_effect", "stop_screening", "undo_search",
    "withdraw_effect", "write_finding", "write_protocol",
]  # fmt: skip
