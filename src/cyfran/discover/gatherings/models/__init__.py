"""A gathering: how it was planned, who came, what was said in it, and what was left when people went home."""

from .after import Claim, Payment, PromiseMade, PulseCount, Reflection
from .coming import Attendance, KeptPlaces, Letter, SignUp, SignUpState, SignUpStep
from .plan import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    EventType,
    Exercise,
    Gathering,
    GatheringState,
    Need,
    Stage,
)
from .said import Contribution, Mark, Moment, SheetPhoto

__all__ = [
    "AccessNeed",
    "AccessStatus",
    "AgendaItem",
    "Attendance",
    "Claim",
    "Contribution",
    "EventType",
    "Exercise",
    "Gathering",
    "GatheringState",
    "KeptPlaces",
    "Letter",
    "Mark",
    "Moment",
    "Need",
    "Payment",
    "PromiseMade",
    "PulseCount",
    "Reflection",
    "SheetPhoto",
    "SignUp",
    "SignUpState",
    "SignUpStep",
    "Stage",
]
