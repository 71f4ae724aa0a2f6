"""Actions on partnerships."""

from .governance import (
    correct,
    name_power_topic,
    record_for_side,
    record_power,
    remove,
    sign_charter,
    vouch_for_text,
    write_charter,
)
from .membership import (
    add_member,
    add_organisation,
    begin_partnership,
    change_organisation,
    change_partnership,
    change_priority_group,
    end_membership,
    end_roles_due,
    name_priority_group,
    remove_organisation,
    remove_priority_group,
)
from .phases import (
    allow_outside_phase,
    approve_phase,
    require_phase,
    return_to_phase,
    set_phase_dates,
)

__all__ = [
    "add_member",
    "add_organisation",
    "allow_outside_phase",
    "approve_phase",
    "begin_partnership",
    "change_organisation",
    "change_partnership",
    "change_priority_group",
    "correct",
    "end_membership",
    "end_roles_due",
    "name_power_topic",
    "name_priority_group",
    "record_for_side",
    "record_power",
    "remove",
    "remove_organisation",
    "remove_priority_group",
    "require_phase",
    "return_to_phase",
    "set_phase_dates",
    "sign_charter",
    "vouch_for_text",
    "write_charter",
]
