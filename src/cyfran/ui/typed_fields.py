"""Form fields for what people type: dates, amounts of money and counts."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2150
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


def without_separators(typed: str) -> str:
    """Return a number without a pound sign, spaces and commas between thousands: "£3,000.50" is "3000.50".

    A comma anywhere else stays, and the field refuses it: "3,50" may be meant either way.
    """
    number = re.sub(r"[£\s]", "", typed)
    return number.replace(",", "") if THOUSANDS.fullmatch(number) else number


class SeparatorsMixin:
    """Reads numbers with or without separators. For fields whose input is a text field: a number field sends nothing then."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(without_separators(value) if isinstance(value, str) else value)


class QuantityField(SeparatorsMixin, forms.DecimalField):
    """A number of 0 or more, with two decimal places at the most."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, *, max_digits: int = 12, **options: Any) -> None:
        super().__init__(min_value=0, max_digits=max_digits, decimal_places=2, **options)


class MoneyField(QuantityField):
    """An amount in pounds."""


class CountField(SeparatorsMixin, forms.IntegerField):
    """A whole number of people or things."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})


def refuse_unlikely_year(day: date) -> None:
    """Refuse a year outside of living memory and the next generation: it was mistyped."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValidationError(_("Check the year: it is %(year)s."), params={"year": day.year})


def date_field(label, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    validators = [refuse_unlikely_year]
    return forms.DateField(label=label, widget=widget, validators=validators, **options)
