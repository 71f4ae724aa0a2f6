"""What is known: a review asks, searches bring records, people read them, studies answer, findings say what it adds up to."""

from cyfran.discover.evidence.models.extraction import (
    GIVEN_FOR,
    Direction,
    Effect,
    Given,
    Measure,
    Sheet,
    Target,
)
from cyfran.discover.evidence.models.fulltexts import (
    FullText,
    FullTextJudgement,
    Passage,
    Retrieval,
    Retrieved,
)
from cyfran.discover.evidence.models.protocol import ELEMENTS, Element, Framework, Protocol
from cyfran.discover.evidence.models.reviews import Certainty, Concern, Finding, FindingBefore, Review, Study
from cyfran.discover.evidence.models.screening import (
    ControlSample,
    Halt,
    Judgement,
    Ordering,
    Reason,
    ScreeningPlan,
    Verdict,
    Word,
)
from cyfran.discover.evidence.models.searches import Likeness, Record, Search, SearchUndone, Settlement, Way

__all__ = [
    "ELEMENTS", "GIVEN_FOR", "Certainty", "Concern", "ControlSample", "Direction", "Effect", "Element", "Finding",
    "FindingBefore", "Framework", "FullText", "FullTextJudgement", "Given", "Halt", "Judgement", "Likeness",
    "Measure", "Ordering", "Passage", "Protocol", "Reason", "Record", "Retrieval", "Retrieved", "Review",
    "ScreeningPlan", "Search", "SearchUndone", "Settlement", "Sheet", "Study", "Target", "Verdict", "Way", "Word",
]  # fmt: skip
