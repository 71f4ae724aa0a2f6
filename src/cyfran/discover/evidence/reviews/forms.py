from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.evidence.reviews.models import ELEMENTS, QuestionElement
from cyfran.ui.pairs import PairForm, english_and_welsh


class ReviewForm(PairForm):
    question_en, question_cy = english_and_welsh(
        _("Review question, in English"), _("Review question, in Welsh"), max_length=300
    )


ONE_A_LINE = _("Enter one criterion per line, with the reason for it")


class ProtocolForm(forms.Form):
    """A version of the protocol; the elements of its question come from the framework."""

    language = forms.ChoiceField(
        label=_("Which language is it in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
    include = forms.CharField(
        label=_("Inclusion criteria"),
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    exclude = forms.CharField(
        label=_("Exclusion criteria"),
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    plan = forms.CharField(
        label=_("Methods"),
        help_text=_(
            "Where you will search, who will screen the records, and how you will appraise and synthesise the "
            "studies"
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    registered = forms.CharField(
        label=_("Where is the protocol registered?"),
        help_text=_("Name of the register and the registration number, or a web address"),
        max_length=300,
        required=False,
    )
    why = forms.CharField(
        label=_("What did you change, and why?"),
        help_text=_("Required once screening has started"),
        max_length=500,
        required=False,
    )

    def __init__(self, *args, framework: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.elements = [element.value for element in ELEMENTS[framework]]
        for code in self.elements:
            self.fields[code] = forms.CharField(
                label=QuestionElement(code).label, max_length=500, required=code != QuestionElement.COMPARISON
            )
        order = ["language", *self.elements, "include", "exclude", "plan", "registered", "why"]
        self.order_fields(order)

    def values(self) -> dict:
        """Return the cleaned values as the arguments of ``write_protocol``."""
        names = ("language", "include", "exclude", "plan", "registered", "why")
        fields = {name: self.cleaned_data[name] for name in names}
        return fields | {"elements": {code: self.cleaned_data[code] for code in self.elements}}
