from cyfran.discover.evidence.forms.extraction import EffectForm, SheetForm, TargetForm
from cyfran.discover.evidence.forms.fulltexts import FullTextForm, PassageForm, RetrievalForm
from cyfran.discover.evidence.forms.protocol import ProtocolForm
from cyfran.discover.evidence.forms.reviews import CorrectionForm, FindingForm, ReviewForm, StudyForm
from cyfran.discover.evidence.forms.screening import FindForm, HaltForm, JudgementForm, PlanForm, SampleForm
from cyfran.discover.evidence.forms.searches import SearchForm

__all__ = [
    "CorrectionForm", "EffectForm", "FindForm", "FindingForm", "FullTextForm", "HaltForm", "JudgementForm",
    "PassageForm", "PlanForm", "ProtocolForm", "RetrievalForm", "ReviewForm", "SampleForm", "SearchForm", "SheetForm",
    "StudyForm", "TargetForm",
]  # fmt: skip
