from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.define.insights.forms import checkboxes_field
from cyfran.deliver.commitments.models import FeedbackAnswer, Fulfilment
from cyfran.develop.proposals.forms import language_field
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import MoneyField, date_field


class CommitmentForm(PairForm):
    alternatives = ("proposal", "decision", "spoken_promise", "insights")

    text_en, text_cy = english_and_welsh(
        _("The commitment, in English"), _("The commitment, in Welsh"), max_length=300
    )
    proposal = forms.ChoiceField(
        label=_("Which proposal does it come from?"), required=False, widget=forms.Select
    )
    decision = forms.ChoiceField(
        label=_("Which decision does it come from?"), required=False, widget=forms.Select
    )
    spoken_promise = forms.ChoiceField(
        label=_("Or which promise made at an event does it come from?"), required=False, widget=forms.Select
    )
    insights = checkboxes_field(_("Which insights does it respond to?"))
    findings = checkboxes_field(_("Which findings from the evidence is it based on?"))
    shared_outcomes = checkboxes_field(_("Which shared outcomes is it meant to help achieve?"))
    institution_owner = forms.ChoiceField(label=_("Who owns it for the public body?"), widget=forms.Select)
    community_owner = forms.ChoiceField(
        label=_("Who owns it for the community?"), required=False, widget=forms.Select
    )
    amount = MoneyField(
        label=_("Amount in pounds"),
        required=False,
    )
    first_due = date_field(
        _("Due date"),
        help_text=_("You cannot change this date later. You can add a later date, and both are shown."),
    )

    def __init__(self, *args, choices: dict[str, list], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field_choices in choices.items():
            is_multiple = isinstance(self.fields[name], forms.MultipleChoiceField)
            if is_multiple and not field_choices:
                del self.fields[name]
                continue
            self.fields[name].choices = field_choices if is_multiple else [("", _("Choose")), *field_choices]


class UpdateForm(forms.Form):
    text = forms.CharField(label=_("How is it going?"), widget=forms.Textarea(attrs={"rows": 4}))
    language = language_field()
    new_due = date_field(_("New due date, if it will be late"), required=False)


class FulfilmentForm(forms.Form):
    kept = forms.ChoiceField(label=_("Was it kept?"), choices=Fulfilment.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why do you think so?"), widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()


class FeedbackForm(PairForm):
    answer = forms.ChoiceField(
        label=_("What is our response?"), choices=FeedbackAnswer.choices, widget=forms.RadioSelect
    )
    text_en, text_cy = english_and_welsh(
        _("Our response and the reason for it, in English"),
        _("Our response and the reason for it, in Welsh"),
        long=True,
    )
    commitments = checkboxes_field(_("Which commitments follow from it?"))
    decided_by = date_field(_("If it is not decided yet, when will it be decided?"), required=False)

    def __init__(self, *args, commitments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitments"].choices = commitments
        if not commitments:
            del self.fields["commitments"]
