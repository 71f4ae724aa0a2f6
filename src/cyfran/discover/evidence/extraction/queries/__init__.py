"""Reading studies, the forms filled in about them, and their effects."""

from .effects import StudyEffect, effect_in, effects_of, outcomes_of
from .questions import (
    OVERALL,
    RISK_OF_BIAS,
    ExtractionForm,
    ExtractionQuestion,
    facts_form,
    question_forms,
    risk_of_bias_form,
)
from .sheets import (
    ExtractionProgress,
    extraction_of_review,
    extraction_of_study,
    facts_of,
    overall_risk_of_bias,
)
from .studies import passages_in, passages_to_quote, show_studies, studies_of, study_in, titles_in

__all__ = [
    "OVERALL",
    "RISK_OF_BIAS",
    "ExtractionForm",
    "ExtractionProgress",
    "ExtractionQuestion",
    "StudyEffect",
    "effect_in",
    "effects_of",
    "extraction_of_review",
    "extraction_of_study",
    "facts_form",
    "facts_of",
    "outcomes_of",
    "overall_risk_of_bias",
    "passages_in",
    "passages_to_quote",
    "question_forms",
    "risk_of_bias_form",
    "show_studies",
    "studies_of",
    "study_in",
    "titles_in",
]
