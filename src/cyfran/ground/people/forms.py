from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.ground.people.models import ConsentPurpose
from cyfran.ground.people.queries import normalise_code

# What a partnership may ask about; asking is its decision, answering is the person's
DIMENSIONS = {
    "age": (
        _("How old are you?"),
        [("0-15", "0–15"), ("16-24", "16–24"), ("25-44", "25–44"), ("45-64", "45–64"), ("65+", "65+")],
    ),
    "sex": (_("What is your sex?"), [("female", _("Female")), ("male", _("Male"))]),
    "welsh": (
        _("Do you speak Welsh?"),
        [("speaks", _("I speak Welsh")), ("does_not_speak", _("I do not speak Welsh"))],
    ),
    "carer": (
        _("Do you look after someone, unpaid?"),
        [("cares", _("I look after someone")), ("not_carer", _("I do not look after anyone"))],
    ),
    "disability": (
        _("Does a health condition or disability limit what you do day to day?"),
        [
            ("limited_a_lot", _("A lot")),
            ("limited_a_little", _("A little")),
            ("not_limited", _("Not at all")),
        ],
    ),
}
NOT_SAID = [("", _("I prefer not to say"))]


class ConsentForm(forms.Form):
    """A box for each consent purpose, none of them ticked in advance; only the first is required."""

    record = forms.BooleanField(
        label=ConsentPurpose.RECORD.label,
        error_messages={
            "required": _(
                "Tick this box to take part. If you do not, we are not allowed to keep what you say."
            )
        },
    )
    quote = forms.BooleanField(label=ConsentPurpose.QUOTE.label, required=False)
    reuse = forms.BooleanField(label=ConsentPurpose.REUSE.label, required=False)

    def given(self) -> set[str]:
        return {purpose for purpose, is_given in self.cleaned_data.items() if is_given}


class OptionalConsentsForm(forms.Form):
    """Change the optional consents: quoting and reuse."""

    given = forms.MultipleChoiceField(
        label=_("I allow you to"),
        choices=[(purpose.value, purpose.label) for purpose in (ConsentPurpose.QUOTE, ConsentPurpose.REUSE)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class CircumstancesForm(forms.Form):
    """Questions about the person; every one is optional."""

    def __init__(self, *args, areas: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label=_("Where do you live?"), choices=NOT_SAID + areas, required=False, widget=forms.Select
            )
        for dimension, (question, answers) in DIMENSIONS.items():
            self.fields[dimension] = forms.ChoiceField(
                label=question,
                choices=[*answers, *NOT_SAID],
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )

    def answers(self) -> dict[str, str]:
        return {dimension: answer for dimension, answer in self.cleaned_data.items() if answer}


class CodeForm(forms.Form):
    """A field for either code: the six or seven letters of a join code, or the eight of a personal code."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_(
            "It is on the poster, the card or the paper you were given. Capitals and spaces do not matter."
        ),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code you were given.")},
    )

    def clean_code(self) -> str:
        return normalise_code(self.cleaned_data["code"])
