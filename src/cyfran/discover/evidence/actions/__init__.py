from cyfran.discover.evidence.actions.copies import keep_likenesses, regroup, settle
from cyfran.discover.evidence.actions.protocol import write_protocol
from cyfran.discover.evidence.actions.reviews import add_study, begin_review, write_finding
from cyfran.discover.evidence.actions.screening import (
    draw_sample,
    halt_screening,
    include_study,
    judge,
    plan_screening,
    renew_order,
)
from cyfran.discover.evidence.actions.searches import drop_records, keep_records, record_search, undo_search

__all__ = [
    "add_study", "begin_review", "draw_sample", "drop_records", "halt_screening", "include_study", "judge", "keep_likenesses",
    "keep_records", "plan_screening", "record_search", "regroup", "renew_order", "settle", "undo_search", "write_finding",
    "write_protocol",
]  # fmt: skip
