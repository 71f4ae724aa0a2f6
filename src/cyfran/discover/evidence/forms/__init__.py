from cyfran.discover.evidence.forms.extraction import EffectForm, ReviewOutcomeForm, SheetForm
from cyfran.discover.evidence.forms.fulltexts import FullTextForm, PassageForm, RetrievalForm
from cyfran.discover.evidence.forms.protocol import ProtocolForm
from cyfran.discover.evidence.forms.reviews import CorrectionForm, FindingForm, ReviewForm, StudyForm
from cyfran.discover.evidence.forms.screening import (
    RecordSearchForm,
    SampleForm,
    ScreeningPlanForm,
    ScreeningStopForm,
    ScreeningVoteForm,
)
from cyfran.discover.evidence.forms.searches import LiteratureSearchForm

__all__ = [
    "CorrectionForm", "EffectForm", "FindingForm", "FullTextForm", "LiteratureSearchForm", "PassageForm",
    "ProtocolForm", "RecordSearchForm", "RetrievalForm", "ReviewForm", "ReviewOutcomeForm", "SampleForm",
    "ScreeningPlanForm", "ScreeningStopForm", "ScreeningVoteForm", "SheetForm", "StudyForm",
]  # fmt: skip
