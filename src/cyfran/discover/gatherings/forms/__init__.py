from .after import ANSWERS, PULSE, ClaimForm, PaymentForm, PromiseMadeForm, PulseForm, ReflectionForm
from .coming import CodeCameForm, SignUpForm, SomeoneCameForm
from .fields import SPOKEN, a_number, at_table, choose
from .planning import ItemForm, KeptForm, NeedForm, PlanForm, SeeToForm
from .recording import CompleteForm, ContributionForm, EveningForm, MarkForm, PhotoForm

__all__ = [
    "ANSWERS", "PULSE", "SPOKEN", "ClaimForm", "CodeCameForm", "CompleteForm", "ContributionForm", "EveningForm", "ItemForm",
    "KeptForm", "MarkForm", "NeedForm", "PaymentForm", "PhotoForm", "PlanForm", "PromiseMadeForm", "PulseForm",
    "ReflectionForm", "SeeToForm", "SignUpForm", "SomeoneCameForm", "a_number", "at_table", "choose",
]  # fmt: skip
