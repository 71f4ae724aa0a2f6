"""Writing to events: planning them, letting people in, keeping what was said, and what is left to do afterwards."""

from .after import claim, count_pulse, note_promise, pay, reflect
from .coming import cancel_place, forget_sign_up, record_attendance, send_due_letters, sign_up, someone_came
from .photos import drop_old_photos, keep_photo, remove_photo
from .planning import (
    add_item,
    change_plan,
    keep_places,
    need_access,
    plan,
    remove_item,
    resolve_need,
    set_state,
)
from .recording import complete, contribute, import_contributions, mark, withdraw_contribution

__all__ = [
    "add_item",
    "cancel_place",
    "change_plan",
    "claim",
    "complete",
    "contribute",
    "count_pulse",
    "drop_old_photos",
    "forget_sign_up",
    "import_contributions",
    "keep_photo",
    "keep_places",
    "mark",
    "need_access",
    "note_promise",
    "pay",
    "plan",
    "record_attendance",
    "reflect",
    "remove_item",
    "remove_photo",
    "resolve_need",
    "send_due_letters",
    "set_state",
    "sign_up",
    "someone_came",
    "withdraw_contribution",
]
