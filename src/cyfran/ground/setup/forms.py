from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.retention import retentions
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import CountField

MOST_MONTHS = 600


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
