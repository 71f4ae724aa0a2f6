from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.define.insights.forms import checkboxes_field
from cyfran.learn.library.models import LearningVerdict, StrandCode, Topic
from cyfran.ui.pairs import PairForm, english_and_welsh


class LearningSearchForm(forms.Form):
    place = forms.ChoiceField(label=_("Place"), required=False, widget=forms.Select)
    topic = forms.ChoiceField(
        label=_("Topic"), required=False, choices=[("", _("Any topic")), *Topic.choices], widget=forms.Select
    )
    strand = forms.ChoiceField(
        label=_("Strand"),
        required=False,
        choices=[("", _("Any strand")), *StrandCode.choices],
        widget=forms.Select,
    )

    def __init__(self, *args, places, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Any place")), *places]


class LearningForm(PairForm):
    title_en, title_cy = english_and_welsh(_("Title in English"), _("Title in Welsh"), max_length=160)
    activity_en, activity_cy = english_and_welsh(
        _("What you tried, in English"), _("What you tried, in Welsh"), long=True
    )
    for_whom_en, for_whom_cy = english_and_welsh(
        _("Who it was for, in English"), _("Who it was for, in Welsh"), max_length=300
    )
    result_en, result_cy = english_and_welsh(
        _("What happened, in English"), _("What happened, in Welsh"), long=True
    )
    did_not_work_en, did_not_work_cy = english_and_welsh(
        _("What did not work, in English"), _("What did not work, in Welsh"), long=True
    )
    resources_needed_en, resources_needed_cy = english_and_welsh(
        _("What is needed to do this elsewhere, in English"),
        _("What is needed to do this elsewhere, in Welsh"),
        long=True,
    )
    verdict = forms.ChoiceField(
        label=_("Did it work?"), choices=LearningVerdict.choices, widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices, widget=forms.RadioSelect)
    strand = forms.ChoiceField(
        label=_("Which strand does it belong to?"), choices=StrandCode.choices, widget=forms.RadioSelect
    )
    outcomes = checkboxes_field(_("Which outcomes does it come from?"))
    commitments = checkboxes_field(_("Which commitments does it come from?"))
    findings = checkboxes_field(_("Which findings from the evidence is it based on?"))

    def __init__(self, *args, outcomes, commitments, findings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("outcomes", outcomes), ("commitments", commitments), ("findings", findings)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]
