"""Actions on events: plan them, sign people up, record attendance and contributions, and follow up afterwards."""

from .after import claim, count_pulse, note_promise, pay, reflect
from .coming import (
    cancel_place,
    drop_old_sign_ups,
    forget_sign_up,
    record_attendance,
    record_walk_ins,
    remove_attendances,
    send_due_letters,
    sign_up,
)
from .photos import drop_old_photos, keep_photo, remove_photo
from .planning import (
    add_access_need,
    add_item,
    change_plan,
    plan,
    remove_item,
    reserve_places,
    resolve_need,
    set_state,
)
from .recording import (
    complete_contribution,
    contribute,
    import_contributions,
    record_moment,
    withdraw_contribution,
)

__all__ = [
    "add_access_need",
    "add_item",
    "cancel_place",
    "change_plan",
    "claim",
    "complete_contribution",
    "contribute",
    "count_pulse",
    "drop_old_photos",
    "drop_old_sign_ups",
    "forget_sign_up",
    "import_contributions",
    "keep_photo",
    "note_promise",
    "pay",
    "plan",
    "record_attendance",
    "record_moment",
    "record_walk_ins",
    "reflect",
    "remove_attendances",
    "remove_item",
    "remove_photo",
    "reserve_places",
    "resolve_need",
    "send_due_letters",
    "set_state",
    "sign_up",
    "withdraw_contribution",
]
