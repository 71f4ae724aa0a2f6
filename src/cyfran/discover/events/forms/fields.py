"""Fields that forms of an event share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import language_names
from cyfran.discover.events.exchange import HIGHEST

SPOKEN = list(language_names().items())


def date_field(label, **more) -> forms.DateField:
    wrong = {"invalid": _("Write the date as 2026-01-31.")}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=wrong, **more
    )


def time_field(label, **more) -> forms.TimeField:
    wrong = {"invalid": _("Write the time as 18:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=wrong, **more)


def number_field(label, **more) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, **({"min_value": 0, "max_value": HIGHEST} | more))


def choose(label, choices, *, drop_down: bool = False, **more) -> forms.ChoiceField:
    widget = forms.Select if drop_down else forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **more)


def at_table() -> forms.IntegerField:
    return number_field(_("Table"), required=False, min_value=1)
