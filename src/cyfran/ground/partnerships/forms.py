from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.ground.partnerships.models import PowerHolder, PowerLevel, Role, Side
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import date_field


class PartnershipTextsForm(PairForm):
    name_en, name_cy = english_and_welsh(_("Name in English"), _("Name in Welsh"), max_length=120)
    purpose_en, purpose_cy = english_and_welsh(_("Purpose in English"), _("Purpose in Welsh"), long=True)


class PartnershipForm(PartnershipTextsForm):
    slug = forms.CharField(
        label=_("Web address"),
        help_text=_(
            "Use lower-case letters, numbers and hyphens. This becomes part of the web address in both languages."
        ),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use lower-case letters, numbers and hyphens only."))],
    )
    place = forms.ChoiceField(label=_("Place"), widget=forms.Select)

    def __init__(self, *args, places: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Choose a place")), *places]


class OrganisationNameForm(PairForm):
    name_en, name_cy = english_and_welsh(_("Name in English"), _("Name in Welsh"), max_length=120)


class OrganisationForm(OrganisationNameForm):
    side = forms.ChoiceField(
        label=_("Public body or community?"),
        help_text=_(
            "Public body: for example, a health board or a council. Community: a group of residents, a charity or a "
            "club."
        ),
        choices=Side.choices,
        widget=forms.RadioSelect,
    )


class MemberForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They sign in with a code sent to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Which language shall we write to them in?"),
        choices=LANGUAGE_CHOICES,
        widget=forms.RadioSelect,
    )
    side = forms.ChoiceField(
        label=_("Which side do they represent?"), choices=Side.choices, widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False, widget=forms.Select)
    last_day = date_field(
        _("Last day in this role"), help_text=_("The role ends by itself after this day."), required=False
    )

    def __init__(self, *args, organisations: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("None, or not in the list")), *organisations]


class CharterForm(PairForm):
    terms_en, terms_cy = english_and_welsh(_("Terms in English"), _("Terms in Welsh"), long=True)


class GroupForm(PairForm):
    name_en, name_cy = english_and_welsh(
        _("Name of the group in English"), _("Name of the group in Welsh"), max_length=120
    )
    reason_en, reason_cy = english_and_welsh(
        _("Why their voices matter most here, in English"),
        _("Why their voices matter most here, in Welsh"),
        long=True,
    )


class PhaseApprovalForm(forms.Form):
    objection = forms.CharField(
        label=_("Objection"),
        help_text=_("The phase opens even with an objection. We record the objection and show it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PhaseDatesForm(forms.Form):
    opens_on = date_field(
        _("First day"),
        help_text=_("The phase opens by itself on this day, once both sides have approved it."),
        required=False,
    )
    closes_on = date_field(
        _("Last day"),
        help_text=_("The phase closes by itself after this day."),
        required=False,
    )


class PhaseExceptionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why can this not wait?"),
        help_text=_("Your name and the reason are shown to everyone on the page of phases."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PhaseReturnForm(forms.Form):
    to_phase = forms.ChoiceField(label=_("Which phase do you want to go back to?"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, phases: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_phase"].choices = phases


class PowerTopicForm(PairForm):
    name_en, name_cy = english_and_welsh(_("Topic in English"), _("Topic in Welsh"), max_length=160)


class PowerForm(forms.Form):
    topic_set_by = forms.ChoiceField(
        label=_("Who chose the topic?"), choices=PowerHolder.choices, widget=forms.RadioSelect
    )
    method_set_by = forms.ChoiceField(
        label=_("Who chose how it is done?"), choices=PowerHolder.choices, widget=forms.RadioSelect
    )
    decides = forms.ChoiceField(
        label=_("Who decides?"), choices=PowerHolder.choices, widget=forms.RadioSelect
    )
    options_open = forms.CharField(
        label=_("What can still change, and what is fixed?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promised_level = forms.TypedChoiceField(
        label=_("What level of power sharing was promised?"),
        help_text=_("A higher level is not always better. The mistake is to promise more than you do."),
        choices=PowerLevel.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    actual_level = forms.TypedChoiceField(
        label=_("What level was reached, if it is over?"),
        choices=[*PowerLevel.choices, ("", _("It is not over yet"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
