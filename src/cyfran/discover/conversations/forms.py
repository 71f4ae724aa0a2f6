from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES, language_names
from cyfran.discover.conversations.actions import LONGEST_NOTE, LONGEST_STATEMENT, MOST_CODES
from cyfran.discover.conversations.models import RejectionGround, VoteAnswer
from cyfran.ground.people.models import ConsentPurpose
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import CountField
from cyfran.ui.uploads import UploadField

SPOKEN = list(language_names().items())
REFUSALS = [
    (value, label)
    for value, label in RejectionGround.choices
    if value not in {RejectionGround.FITS, RejectionGround.IMPORTED}
]


class ConversationForm(PairForm):
    question_en, question_cy = english_and_welsh(
        _("Question in English"), _("Question in Welsh"), max_length=300
    )
    introduction_en, introduction_cy = english_and_welsh(
        _("Introduction in English"), _("Introduction in Welsh"), long=True, required=False
    )


class StatementForm(forms.Form):
    """A resident's statement, in their language."""

    text = forms.CharField(
        label=_("What would you like to say?"),
        help_text=_(
            "Say one thing, in your own words, in up to %(most)s characters. Please do not name anyone. Someone "
            "reads it before other people see it."
        ),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write what you would like to say, or go back to the statements."),
            "max_length": _(
                "Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d characters now."
            ),
        },
    )
    language = forms.ChoiceField(
        label=_("Which language is it in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields[
            "text"
        ]  # a number is put into a sentence here, where the language of the page is known
        text.help_text = str(text.help_text) % {"most": LONGEST_STATEMENT}


class AppealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why should it be shown?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OrganiserStatementForm(StatementForm):
    text = forms.CharField(
        label=_("Statement"), max_length=LONGEST_STATEMENT, widget=forms.Textarea(attrs={"rows": 3})
    )
    translation = forms.CharField(
        label=_("Translation into the other language"),
        max_length=LONGEST_STATEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["text", "language", "translation"]


class WriteDownForm(forms.Form):
    """What someone said on paper or aloud, entered for them."""

    text = forms.CharField(
        label=_("What was said, word for word"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(
        label=_("Which language is it in?"), choices=SPOKEN, widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("The code on their slip"),
        help_text=_("They can use the code to see what happened to what they said."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    given = forms.MultipleChoiceField(
        label=_("What did they consent to?"),
        choices=ConsentPurpose.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _(
                "Tick what they consented to. If they did not consent to the first, we may not keep what they said."
            )
        },
    )


class ModerationForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What is your decision?"),
        choices=[("accept", _("Approve: people can vote on it")), ("refuse", _("Reject: it is not shown"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to approve or reject this statement.")},
    )
    ground = forms.ChoiceField(
        label=_("If you reject it, why?"),
        help_text=_(
            "We publish this reason with the statement's number. Criticism, anger or a view you do not share is "
            "not a reason to reject a statement."
        ),
        choices=REFUSALS,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Explain the reason in one sentence"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == "refuse" and not cleaned.get("ground"):
            self.add_error("ground", _("Choose a reason for rejecting this statement."))
        return cleaned

    def decision(self) -> dict:
        accepted = self.cleaned_data["verdict"] == "accept"
        return {
            "accepted": accepted,
            "ground": RejectionGround.FITS if accepted else self.cleaned_data["ground"],
            "reason": self.cleaned_data["reason"],
        }


class VoteForm(forms.Form):
    statement = forms.UUIDField()
    answer = forms.TypedChoiceField(choices=VoteAnswer.choices, coerce=int)
    drawn = forms.CharField(required=False, max_length=200)


class PaperCodesForm(forms.Form):
    how_many = CountField(
        label=_("How many slips do you need?"),
        min_value=1,
        max_value=MOST_CODES,
        initial=12,
    )


class ConversationImportForm(PairForm):
    """A Polis export: the votes are needed, the statements' texts and moderation come with ``comments.csv``."""

    question_en, question_cy = english_and_welsh(
        _("Question in English"), _("Question in Welsh"), max_length=300
    )
    language = forms.ChoiceField(
        label=_("Which language are the statements in?"),
        choices=[*LANGUAGE_CHOICES, ("other", _("Another language"))],
        widget=forms.RadioSelect,
    )
    votes = UploadField(
        label=_("Votes"),
        help_text=_("Choose votes.csv from the export. If it is not there, choose participants-votes.csv."),
        accept=".csv,text/csv",
        required_message=_("Choose the file with the votes."),
    )
    comments = UploadField(
        label=_("Statements"),
        help_text=_("Choose comments.csv from the export."),
        accept=".csv,text/csv",
        required_message=_("Choose the file with the statements."),
    )
