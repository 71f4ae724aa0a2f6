"""Forms for sign-ups and attendance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.events.actions.coming import MOST_AT_ONCE
from cyfran.discover.events.forms.fields import choice_field, number_field, table_field
from cyfran.discover.events.models import Need
from cyfran.ui.formats import plain


class SignUpForm(forms.Form):
    """Sign up without name or account: access needs, and an e-mail address only for those who want a reminder."""

    group = choice_field(
        _("Are you in one of these groups?"),
        [],
        required=False,
        help_text=_("We keep some places for people who are often left out. You do not have to answer."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What do you need to be able to take part?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    detail = forms.CharField(
        label=_("Tell us more about what you need"),
        help_text=_(
            "For example, which language or how many children. Please do not write anything about your health."
        ),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address, if you would like a reminder"),
        help_text=_(
            "We will only write to you about this event, and we will delete your address a week after it."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, groups, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(group.pk), plain(group.name)) for group in groups]
        self.fields["group"].choices = [*choices, ("", _("None of these, or I prefer not to say"))]
        self.fields["group"].initial = ""
        if not choices:
            del self.fields["group"]

    def needs_with_detail(self) -> dict[str, str]:
        return dict.fromkeys(self.cleaned_data["needs"], self.cleaned_data["detail"])


class WalkInForm(forms.Form):
    number = number_field(_("How many people?"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    table = table_field()
    language = choice_field(_("Which language do they speak with us?"), LANGUAGE_CHOICES)
    area = choice_field(_("Where do they live, if they said?"), [], drop_down=True, required=False)
    left_early = forms.BooleanField(label=_("They left early"), required=False)

    def __init__(self, *args, areas: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("They did not say")), *areas]


class AttendanceByCodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    table = table_field()
    left_early = forms.BooleanField(label=_("They left early"), required=False)
