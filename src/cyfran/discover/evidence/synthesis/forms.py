from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.synthesis.models import Certainty, CertaintyConcern
from cyfran.ui.pairs import PairForm, english_and_welsh


class CorrectionForm(PairForm):
    """The text of a finding in both languages, its certainty, and the reasons."""

    text_en, text_cy = english_and_welsh(
        _("What is known, in plain English"), _("What is known, in plain Welsh"), long=True
    )
    certainty = forms.ChoiceField(
        label=_("How certain is the evidence?"), choices=Certainty.choices, widget=forms.RadioSelect
    )
    concerns = forms.MultipleChoiceField(
        label=_("What lowers or raises the certainty?"),
        choices=CertaintyConcern.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(
        label=_("Why did you choose this level of certainty?"), max_length=500, required=False
    )
    reason = forms.CharField(label=_("What did you correct, and why?"), max_length=500)


class FindingForm(CorrectionForm):
    reason = None
    studies = forms.MultipleChoiceField(
        label=_("Which studies support this finding?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one study.")},
    )
    outcome = forms.ChoiceField(label=_("Which outcome is this finding about?"), required=False)
    passages = forms.MultipleChoiceField(
        label=_("Which passages support this finding?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, studies: list, outcomes: list, passages: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["text_en", "text_cy", "studies", "outcome", "passages"])
        self.fields["studies"].choices = studies
        self.fields["outcome"].choices = [("", _("None")), *outcomes]
        self.fields["passages"].choices = passages
        for name, choices in (("outcome", outcomes), ("passages", passages)):
            if not choices:
                del self.fields[name]
