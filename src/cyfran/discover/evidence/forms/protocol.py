from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.evidence.models import ELEMENTS, QuestionElement

ONE_A_LINE = _("One a line, each with its reason")


class ProtocolForm(forms.Form):
    """A version of the protocol; the elements of its question come from the framework."""

    language = forms.ChoiceField(
        label=_("Which language is it in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
    include = forms.CharField(
        label=_("What is included?"),
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    exclude = forms.CharField(
        label=_("What is left out?"),
        help_text=ONE_A_LINE,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    plan = forms.CharField(
        label=_("How will it be done?"),
        help_text=_("Where you search, who reads, how studies are appraised and brought together"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    registered = forms.CharField(
        label=_("Where is it registered?"),
        help_text=_("The register and the number there, or an address where others find it"),
        max_length=300,
        required=False,
    )
    why = forms.CharField(
        label=_("What is changed, and why?"),
        help_text=_("Needed once records were read"),
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
