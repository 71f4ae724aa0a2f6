"""Evidence reviews: searches bring records, reviewers screen them, studies give effects, findings sum them up."""

from cyfran.discover.evidence.models.extraction import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectDirection,
    EffectFormat,
    EffectMeasure,
    ExtractionSheet,
    ReviewOutcome,
)
from cyfran.discover.evidence.models.fulltexts import (
    FullText,
    FullTextVote,
    Passage,
    Retrieval,
    RetrievalState,
)
from cyfran.discover.evidence.models.protocol import ELEMENTS, Protocol, QuestionElement, QuestionFramework
from cyfran.discover.evidence.models.reviews import (
    Certainty,
    CertaintyConcern,
    Finding,
    FindingRevision,
    Review,
    Study,
)
from cyfran.discover.evidence.models.screening import (
    AbstractVote,
    ControlSample,
    ExclusionReason,
    PriorityOrder,
    ScreeningPlan,
    ScreeningStop,
    ScreeningVerdict,
    ScreeningVote,
)
from cyfran.discover.evidence.models.searches import (
    DuplicateDecision,
    DuplicatePair,
    Record,
    Search,
    SearchMethod,
    SearchWithdrawal,
)

__all__ = [
    "ELEMENTS", "FORMATS_BY_MEASURE", "AbstractVote", "Certainty", "CertaintyConcern", "ControlSample",
    "DuplicateDecision", "DuplicatePair", "Effect", "EffectDirection", "EffectFormat", "EffectMeasure",
    "ExclusionReason", "ExtractionSheet", "Finding", "FindingRevision", "FullText", "FullTextVote", "Passage",
    "PriorityOrder", "Protocol", "QuestionElement", "QuestionFramework", "Record", "Retrieval",
    "RetrievalState", "Review", "ReviewOutcome", "ScreeningPlan", "ScreeningStop", "ScreeningVerdict",
    "ScreeningVote", "Search", "SearchMethod", "SearchWithdrawal", "Study",
]  # fmt: skip
