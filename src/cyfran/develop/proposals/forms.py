from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.define.insights.forms import checkboxes_field
from cyfran.develop.proposals.models import ImpactAssessment, ImpactDirection
from cyfran.ground.partnerships.models import PowerHolder
from cyfran.ui.formats import plain
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import CountField, MoneyField

MOST_VOTES = 100_000_000


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Which language is it in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )


class IdeaForm(forms.Form):
    challenge = forms.ChoiceField(label=_("Which challenge is it for?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("The idea"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    language = language_field()

    def __init__(self, *args, challenges, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenge"].choices = challenges


class ProposalForm(PairForm):
    challenge = forms.ChoiceField(label=_("Which challenge does it address?"), widget=forms.RadioSelect)
    title_en, title_cy = english_and_welsh(_("Title in English"), _("Title in Welsh"), max_length=120)
    plan_en, plan_cy = english_and_welsh(
        _("What would be done, in English"), _("What would be done, in Welsh"), long=True
    )
    cost = MoneyField(
        label=_("Cost in pounds"),
    )
    ideas = checkboxes_field(_("Which ideas does it come from?"))
    findings = checkboxes_field(_("Which findings from the evidence is it based on?"))

    def __init__(self, *args, challenges, ideas, findings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenge"].choices = challenges
        for name, choices in (("ideas", ideas), ("findings", findings)):
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]


class ImpactAssessmentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Which impact did you assess?"), choices=ImpactDirection.choices, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_("Would it help or harm?"),
        choices=ImpactAssessment.Direction.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("How, and who would it affect?"), widget=forms.Textarea(attrs={"rows": 3}))


class ProposalDecisionForm(PairForm):
    question_en, question_cy = english_and_welsh(
        _("Question to decide, in English"), _("Question to decide, in Welsh"), max_length=300
    )
    rule_en, rule_cy = english_and_welsh(
        _("Decision rule, in English"),
        _("Decision rule, in Welsh"),
        long=True,
        help_text=_(
            "Say who votes, how an option wins and how much money there is. Both sides must agree to the rule "
            "before anything is decided."
        ),
    )
    decides = forms.ChoiceField(
        label=_("Who decides?"), choices=PowerHolder.choices, widget=forms.RadioSelect
    )
    options = checkboxes_field(
        _("Which proposals is this decision about?"),
        required=True,
        missing=_("Choose at least one proposal."),
    )

    def __init__(self, *args, options, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = options


class ResultForm(forms.Form):
    """For every option: chosen or not, votes, and the reason in both languages."""

    def __init__(self, *args, options, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            key = str(option.proposal_id)
            self.fields[f"chosen-{key}"] = forms.ChoiceField(
                label=_("Was it chosen: %(title)s?") % {"title": plain(option.proposal.title)},
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"votes-{key}"] = CountField(
                label=_("Votes"),
                min_value=0,
                max_value=MOST_VOTES,
                required=False,
            )
            self.fields[f"reason-{key}_en"], self.fields[f"reason-{key}_cy"] = english_and_welsh(
                _("Reason, in English"), _("Reason, in Welsh"), long=True
            )

    def option_fields(self, option) -> list:
        """Return the four fields of one option, to be shown under its title."""
        key = str(option.proposal_id)
        return [
            self[f"chosen-{key}"],
            self[f"votes-{key}"],
            self[f"reason-{key}_en"],
            self[f"reason-{key}_cy"],
        ]

    def option_result(self, option) -> dict:
        key, cleaned = str(option.proposal_id), self.cleaned_data
        return {
            "chosen": cleaned[f"chosen-{key}"] == "yes",
            "votes": cleaned[f"votes-{key}"],
            "reason": (cleaned[f"reason-{key}_en"], cleaned[f"reason-{key}_cy"]),
        }


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("What do you object to, and why?"), widget=forms.Textarea(attrs={"rows": 4})
    )
    language = language_field()
