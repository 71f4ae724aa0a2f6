"""Forms for afterwards: reflections, pulse counts, promises, claims, payments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.events.forms.fields import choice_field, number_field
from cyfran.discover.events.models import Claim
from cyfran.ground.partnerships.models import Side
from cyfran.ui.typed_fields import MoneyField, date_field


class ReflectionForm(forms.Form):
    text = forms.CharField(
        label=_("What are your reflections on this event?"), widget=forms.Textarea(attrs={"rows": 5})
    )
    language = choice_field(_("Which language is it in?"), LANGUAGE_CHOICES)
    shared = forms.BooleanField(label=_("Share it with the partnership"), required=False)


PULSE = {
    "heard": _("I was listened to"),
    "language": _("I could use the language I wanted"),
    "power": _("What I said can change something"),
    "next": _("I know what happens next"),
}
ANSWERS = {1: _("Not at all"), 2: _("A little"), 3: _("Partly"), 4: _("Mostly"), 5: _("Completely")}


class PulseForm(forms.Form):
    """How many people gave each answer to one pulse question."""

    def __init__(self, *args, counted: dict[int, int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for answer, name in ANSWERS.items():
            self.fields[f"answer_{answer}"] = number_field(
                name, required=False, initial=counted.get(answer, 0)
            )

    def counts(self) -> dict[int, int]:
        return {answer: self.cleaned_data[f"answer_{answer}"] or 0 for answer in ANSWERS}


class SpokenPromiseForm(forms.Form):
    text = forms.CharField(
        label=_("What was promised, in the words used"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = choice_field(_("Which language is it in?"), LANGUAGE_CHOICES)
    side = choice_field(_("Which side made the promise?"), Side.choices)


class ClaimForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_(
            "Enter the number on the claim form, not a name. Only whoever pays knows who the person is."
        ),
        max_length=20,
    )
    what = choice_field(_("What is the claim for?"), Claim.What.choices)
    amount = MoneyField(
        label=_("Amount in pounds"),
        max_digits=8,
    )
    claimed_on = date_field(_("Date claimed"))


class PaymentForm(forms.Form):
    paid_on = date_field(_("Date paid"))
