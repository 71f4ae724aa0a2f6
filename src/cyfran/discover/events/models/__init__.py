"""Models of events: the plan, sign-ups and attendance, contributions, and what follows."""

from .after import Claim, Payment, PulseCount, Reflection, SpokenPromise
from .coming import Attendance, ReservedPlaces, SignUp, SignUpEmail, SignUpState, SignUpStatus
from .planning import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Event,
    EventStage,
    EventState,
    EventType,
    Exercise,
    Need,
)
from .recording import Contribution, MomentType, ObservedMoment, SheetPhoto

__all__ = [
    "AccessNeed",
    "AccessStatus",
    "AgendaItem",
    "Attendance",
    "Claim",
    "Contribution",
    "Event",
    "EventStage",
    "EventState",
    "EventType",
    "Exercise",
    "MomentType",
    "Need",
    "ObservedMoment",
    "Payment",
    "PulseCount",
    "Reflection",
    "ReservedPlaces",
    "SheetPhoto",
    "SignUp",
    "SignUpEmail",
    "SignUpState",
    "SignUpStatus",
    "SpokenPromise",
]
