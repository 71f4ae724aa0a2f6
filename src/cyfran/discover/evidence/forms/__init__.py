from cyfran.discover.evidence.forms.protocol import ProtocolForm
from cyfran.discover.evidence.forms.reviews import FindingForm, ReviewForm, StudyForm
from cyfran.discover.evidence.forms.screening import FindForm, HaltForm, JudgementForm, PlanForm, SampleForm
from cyfran.discover.evidence.forms.searches import SearchForm

__all__ = [
    "FindForm",
    "FindingForm",
    "HaltForm",
    "JudgementForm",
    "PlanForm",
    "ProtocolForm",
    "ReviewForm",
    "SampleForm",
    "SearchForm",
    "StudyForm",
]
