"""Form fields shared by the forms of an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import language_names
from cyfran.discover.events.exchange import HIGHEST

SPOKEN = list(language_names().items())


def date_field(label, **kwargs) -> forms.DateField:
    errors = {"invalid": _("Enter the date as year-month-day, for example 2026-01-31.")}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=errors, **kwargs
    )


def time_field(label, **kwargs) -> forms.TimeField:
    errors = {"invalid": _("Write the time as 18:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=errors, **kwargs)


def number_field(label, **kwargs) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, **({"min_value": 0, "max_value": HIGHEST} | kwargs))


def choice_field(label, choices, *, drop_down: bool = False, **kwargs) -> forms.ChoiceField:
    widget = forms.Select if drop_down else forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


def table_field() -> forms.IntegerField:
    return number_field(_("Table"), required=False, min_value=1)
