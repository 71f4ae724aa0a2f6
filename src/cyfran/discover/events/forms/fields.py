"""Form fields shared by the forms of an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import language_names
from cyfran.discover.events.exchange import HIGHEST
from cyfran.ui.typed_fields import CountField

SPOKEN = list(language_names().items())


def time_field(label, **kwargs) -> forms.TimeField:
    errors = {"invalid": _("Write the time as 18:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=errors, **kwargs)


def number_field(label, **kwargs) -> forms.IntegerField:
    return CountField(label=label, **({"min_value": 0, "max_value": HIGHEST} | kwargs))


def choice_field(label, choices, *, drop_down: bool = False, **kwargs) -> forms.ChoiceField:
    widget = forms.Select if drop_down else forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


def table_field() -> forms.IntegerField:
    return number_field(_("Table"), required=False, min_value=1)
