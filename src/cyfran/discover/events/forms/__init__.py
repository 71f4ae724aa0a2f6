from .after import ANSWERS, PULSE, ClaimForm, PaymentForm, PromiseMadeForm, PulseForm, ReflectionForm
from .coming import CodeCameForm, SignUpForm, SomeoneCameForm
from .fields import SPOKEN, choice_field, number_field, table_field
from .planning import EventPlanForm, ItemForm, KeptForm, NeedForm, SeeToForm
from .recording import CompleteForm, ContributionForm, EveningForm, MarkForm, PhotoForm

__all__ = [
    "ANSWERS", "PULSE", "SPOKEN", "ClaimForm", "CodeCameForm", "CompleteForm", "ContributionForm",
    "EveningForm", "EventPlanForm", "ItemForm", "KeptForm", "MarkForm", "NeedForm", "PaymentForm", "PhotoForm",
    "PromiseMadeForm", "PulseForm", "ReflectionForm", "SeeToForm", "SignUpForm", "SomeoneCameForm",
    "choice_field", "number_field", "table_field",
]  # fmt: skip
