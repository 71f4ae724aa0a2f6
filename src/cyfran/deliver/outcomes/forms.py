from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.define.insights.forms import checkboxes_field
from cyfran.deliver.outcomes.models import Achievement, MeasureType
from cyfran.develop.proposals.forms import language_field
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import CountField, QuantityField, date_field

MOST_PEOPLE = 100_000_000


class OutcomeForm(PairForm):
    shared_outcome = forms.ChoiceField(
        label=_("Which shared outcome does it measure?"), widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=_("Type of measure"), choices=MeasureType.choices, widget=forms.RadioSelect
    )
    numerator_en, numerator_cy = english_and_welsh(
        _("Numerator: who or what is counted, in English"),
        _("Numerator: who or what is counted, in Welsh"),
        max_length=200,
        help_text=_("For example: people who say they could get help within a week."),
    )
    denominator_en, denominator_cy = english_and_welsh(
        _("Denominator: out of whom, in English"), _("Denominator: out of whom, in Welsh"), max_length=200
    )
    unit_en, unit_cy = english_and_welsh(
        _("Unit of the median, in English"),
        _("Unit of the median, in Welsh"),
        max_length=40,
        required=False,
    )
    source_en, source_cy = english_and_welsh(
        _("Where the numbers come from, in English"),
        _("Where the numbers come from, in Welsh"),
        max_length=300,
    )
    higher_is_better = forms.ChoiceField(
        label=_("Which way is better?"),
        choices=[("yes", _("More is better")), ("no", _("Less is better"))],
        widget=forms.RadioSelect,
    )
    commitments = checkboxes_field(_("Which commitments are meant to bring it about?"))

    def __init__(self, *args, shared_outcomes, commitments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared_outcome"].choices = shared_outcomes
        self.fields["commitments"].choices = commitments
        if not commitments:
            del self.fields["commitments"]


class LinkCommitmentsForm(forms.Form):
    commitments = checkboxes_field(
        _("Which commitments are meant to bring it about?"),
        required=True,
        missing=_("Choose at least one commitment."),
    )

    def __init__(self, *args, commitments, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitments"].choices = commitments


class ObservationForm(forms.Form):
    group = forms.ChoiceField(label=_("Which group?"), required=False, widget=forms.Select)
    on = date_field(_("Date of observation"))
    value = QuantityField(
        label=_("Number counted (numerator), or median"),
    )
    out_of = CountField(
        label=_("Out of how many people (denominator)"),
        min_value=1,
        max_value=MOST_PEOPLE,
    )

    def __init__(self, *args, groups, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Everyone")), *groups]


class ObservationCorrectionForm(forms.Form):
    observation = forms.ChoiceField(label=_("Which observation is wrong?"), widget=forms.RadioSelect)
    on = date_field(_("Right date of observation"))
    value = QuantityField(label=_("Right number counted (numerator), or median"))
    out_of = CountField(label=_("Out of how many people (denominator)"), min_value=1, max_value=MOST_PEOPLE)
    is_withdrawn = forms.BooleanField(label=_("It was never made: withdraw it"), required=False)
    reason = forms.CharField(
        label=_("Why was it wrong?"),
        help_text=_("The numbers that stood before, your name and the reason are shown to everyone."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, observations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["observation"].choices = observations


class OutcomeJudgementForm(forms.Form):
    achievement = forms.ChoiceField(
        label=_("What was the result?"), choices=Achievement.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why do you think so?"), widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()
