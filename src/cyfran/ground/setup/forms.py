from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.retention import retentions
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import CountField
from cyfran.ui.uploads import UploadField

MOST_MONTHS = 600
FEWEST_DIGITS = 3  # of a telephone number, such as 111


class SiteDetailsForm(PairForm):
    name_en, name_cy = english_and_welsh(
        _("Name of the site in English"), _("Name of the site in Welsh"), max_length=60
    )
    controller_en, controller_cy = english_and_welsh(
        _("Organisation responsible for people's data (data controller), in English"),
        _("Organisation responsible for people's data (data controller), in Welsh"),
        max_length=160,
    )
    contact = forms.CharField(
        label=_("How can people contact you?"),
        help_text=_("An e-mail address or a telephone number. The privacy and accessibility pages show it."),
        max_length=200,
    )
    privacy_notice_en, privacy_notice_cy = english_and_welsh(
        _("Privacy notice in English"),
        _("Privacy notice in Welsh"),
        long=True,
        help_text=_(
            "Why you may use what people tell you (your lawful basis), how long you keep it, and where to complain. The "
            "privacy page shows it above what the software does. Ask your data protection officer to read it."
        ),
    )

    def clean_contact(self) -> str:
        contact = self.cleaned_data["contact"]
        if "@" not in contact and sum(letter.isdigit() for letter in contact) < FEWEST_DIGITS:
            raise forms.ValidationError(_("Enter an e-mail address or a telephone number."))
        return contact


class LogoForm(forms.Form):
    file = UploadField(
        label=_("Logo"),
        help_text=_("JPEG, PNG, TIFF or WebP. It is shown at the top of every page, 56 pixels high at most."),
        accept="image/jpeg,image/png,image/tiff,image/webp",
    )


class ConsentTextForm(PairForm):
    wording_en, wording_cy = english_and_welsh(
        _("Consent text in English"), _("Consent text in Welsh"), long=True
    )


class RetentionForm(forms.Form):
    """A number of months for each kind of record that chapters delete."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for retention in retentions():
            self.fields[retention.kind] = CountField(
                label=retention.what,
                help_text=_("Number of months, %(since)s") % {"since": retention.since},
                min_value=1,
                max_value=MOST_MONTHS,
            )
