from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.define.insights.forms import checkboxes_field
from cyfran.deliver.commitments.models import FeedbackAnswer, Fulfilment
from cyfran.develop.proposals.forms import language_field
from cyfran.ui.pairs import PairForm, english_and_welsh


def date_field(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as 2026-01-31.")},
        **options,
    )


class CommitmentForm(PairForm):
    text_en, text_cy = english_and_welsh(
        _("What is promised, in English"), _("What is promised, in Welsh"), max_length=300
    )
    proposal = forms.ChoiceField(label=_("From which proposal?"), required=False, widget=forms.Select)
    decision = forms.ChoiceField(label=_("By which decision?"), required=False, widget=forms.Select)
    spoken_promise = forms.ChoiceField(
        label=_("Or was it promised in a room?"), required=False, widget=forms.Select
    )
    insights = checkboxes_field(_("Which insights does it answer?"))
    findings = checkboxes_field(_("Which findings of the evidence does it rest on?"))
    shared_outcomes = checkboxes_field(_("Which shared outcomes is it meant to help?"))
    institution_owner = forms.ChoiceField(label=_("Who owns it for the institution?"), widget=forms.Select)
    community_owner = forms.ChoiceField(
        label=_("Who owns it for the community?"), required=False, widget=forms.Select
    )
    amount = forms.DecimalField(
        label=_("Money in pounds"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    first_due = date_field(
        _("Due when?"), help_text=_("This date stays. A later one can be added, and both are shown.")
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
    text = forms.CharField(label=_("How does it go?"), widget=forms.Textarea(attrs={"rows": 4}))
    language = language_field()
    new_due = date_field(_("A new date, if it will be later"), required=False)


class FulfilmentForm(forms.Form):
    kept = forms.ChoiceField(label=_("Was it kept?"), choices=Fulfilment.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why do you say so?"), widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()


class WithdrawalForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()


class FeedbackForm(PairForm):
    answer = forms.ChoiceField(
        label=_("What do people hear?"), choices=FeedbackAnswer.choices, widget=forms.RadioSelect
    )
    text_en, text_cy = english_and_welsh(_("In English"), _("In Welsh"), long=True)
    commitments = checkboxes_field(_("Which promises follow from it?"))
    decided_by = date_field(_("If it is not decided yet: by when?"), required=False)

    def __init__(self, *args, commitments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitments"].choices = commitments
        if not commitments:
            del self.fields["commitments"]
