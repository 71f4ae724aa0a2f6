"""What is known: a review asks, searches bring records, people read them, studies answer, findings say what it adds up to."""

from cyfran.discover.evidence.models.protocol import ELEMENTS, Element, Framework, Protocol
from cyfran.discover.evidence.models.reviews import Certainty, Finding, Review, Study
from cyfran.discover.evidence.models.screening import (
    ControlSample,
    Halt,
    Judgement,
    Ordering,
    Reason,
    ScreeningPlan,
    Verdict,
)
from cyfran.discover.evidence.models.searches import Likeness, Record, Search, SearchUndone, Settlement, Way

__all__ = [
    "ELEMENTS", "Certainty", "ControlSample", "Element", "Finding", "Framework", "Halt", "Judgement", "Likeness", "Ordering",
    "Protocol", "Reason", "Record", "Review", "ScreeningPlan", "Search", "SearchUndone", "Settlement", "Study", "Verdict",
    "Way",
]  # fmt: skip
