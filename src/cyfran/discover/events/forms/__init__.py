from .after import ANSWERS, PULSE, ClaimForm, PaymentForm, PulseForm, ReflectionForm, SpokenPromiseForm
from .coming import AttendanceByCodeForm, SignUpForm, WalkInForm
from .fields import SPOKEN, choice_field, number_field, table_field
from .planning import EventPlanForm, ItemForm, NeedForm, NeedStatusForm, ReservedPlacesForm
from .recording import CompleteForm, ContributionForm, EveningForm, MomentForm, PhotoForm

__all__ = [
    "ANSWERS", "PULSE", "SPOKEN", "AttendanceByCodeForm", "ClaimForm", "CompleteForm", "ContributionForm",
    "EveningForm", "EventPlanForm", "ItemForm", "MomentForm", "NeedForm", "NeedStatusForm", "PaymentForm",
    "PhotoForm", "PulseForm", "ReflectionForm", "ReservedPlacesForm", "SignUpForm", "SpokenPromiseForm",
    "WalkInForm", "choice_field", "number_field", "table_field",
]  # fmt: skip
