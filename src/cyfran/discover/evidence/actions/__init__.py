from cyfran.discover.evidence.actions.copies import keep_likenesses, regroup, settle
from cyfran.discover.evidence.actions.extraction import (
    add_effect,
    add_target,
    fill_sheet,
    remove_target,
    settle_effect,
    take_effect_back,
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
    halt_screening,
    judge,
    plan_screening,
    renew_order,
)
from cyfran.discover.evidence.actions.searches import drop_records, keep_records, record_search, undo_search

__all__ = [
    "add_effect", "add_study", "add_target", "begin_review", "correct_finding", "draw_sample", "drop_records",
    "fill_sheet", "halt_screening", "include_study", "judge", "judge_full_text", "keep_full_text", "keep_likenesses",
    "keep_passage", "keep_records", "note_retrieval", "plan_screening", "record_search", "regroup", "remove_target",
    "renew_order", "settle", "settle_effect", "take_effect_back", "undo_search", "write_finding", "write_protocol",
]  # fmt: skip
