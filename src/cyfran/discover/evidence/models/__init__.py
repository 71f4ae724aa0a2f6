"""What is known: a review asks, searches bring records, people read them, studies answer, findings say what it adds up to."""

from cyfran.discover.evidence.models.extraction import (
    GIVEN_FOR,
    Effect,
    EffectDirection,
    EffectFormat,
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
from cyfran.discover.evidence.models.protocol import ELEMENTS, Element, Protocol, QuestionFramework
from cyfran.discover.evidence.models.reviews import Certainty, Concern, Finding, FindingBefore, Review, Study
from cyfran.discover.evidence.models.screening import (
    ControlSample,
    Halt,
    Judgement,
    Ordering,
    Reason,
    ScreeningPlan,
    ScreeningVerdict,
    Word,
)
from cyfran.discover.evidence.models.searches import (
    Likeness,
    Record,
    Search,
    SearchMethod,
    SearchUndone,
    Settlement,
)

__all__ = [
    "ELEMENTS", "GIVEN_FOR", "Certainty", "Concern", "ControlSample", "Effect", "EffectDirection", "EffectFormat",
    "Element", "Finding", "FindingBefore", "FullText", "FullTextJudgement", "Halt", "Judgement", "Likeness",
    "Measure", "Ordering", "Passage", "Protocol", "QuestionFramework", "Reason", "Record", "Retrieval", "Retrieved",
    "Review", "ScreeningPlan", "ScreeningVerdict", "Search", "SearchMethod", "SearchUndone", "Settlement", "Sheet",
    "Study", "Target", "Word",
]  # fmt: skip
