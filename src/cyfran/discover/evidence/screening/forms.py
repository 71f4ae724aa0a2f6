from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.screening.models import ExclusionReason, ScreeningVerdict
from cyfran.ui.typed_fields import CountField


class ScreeningPlanForm(forms.Form):
    people = forms.TypedChoiceField(
        label=_("How many reviewers screen each record?"),
        choices=[
            ("1", _("One reviewer")),
            (
                "2",
                _(
                    "Two reviewers, who do not see each other's decisions, and a third to settle disagreements"
                ),
            ),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )


class ScreeningVoteForm(forms.Form):
    """A vote on a record; the verdict is sent by three buttons."""

    verdict = forms.ChoiceField(choices=ScreeningVerdict.choices, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Reason for excluding"),
        choices=[("", _("No reason given")), *ExclusionReason.choices],
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args, in_full: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if in_full:
            self.fields["reason"].help_text = _(
                "You must choose a reason to exclude a full text. The flow diagram shows the reasons."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("verdict") != ScreeningVerdict.EXCLUDE:
            cleaned["reason"] = ""
        return cleaned


class SampleForm(forms.Form):
    size = CountField(
        label=_("How many records?"),
        min_value=1,
        max_value=2000,
        initial=100,
    )


class ScreeningStopForm(forms.Form):
    note = forms.CharField(label=_("Why are you stopping now?"), max_length=500, required=False)


class RecordSearchForm(forms.Form):
    words = forms.CharField(label=_("Words in the title"), max_length=200)
