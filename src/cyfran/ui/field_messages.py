"""What a form says of a field that is not filled in as it should be.

Django's own sentences are unkind ("Ensure this value..."), and some of its Welsh says something else.
"""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[type[forms.Field], dict[str, object]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {
        "required": _("Choose one of these."),
        "invalid_choice": _("This choice is not there any more. Choose another one."),
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one of these."),
        "invalid_choice": _("One of these choices is not there any more. Choose again."),
        "invalid_list": _("Choose again."),
    },
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": _("This file is empty. Choose another one."),
        "max_length": _("The name of this file is too long. Shorten it, and choose it again."),
    },
    forms.IntegerField: {"invalid": _("Enter a whole number.")},
    forms.DecimalField: {"invalid": _("Enter a number.")},
    forms.FloatField: {"invalid": _("Enter a number.")},
    forms.TimeField: {"invalid": _("Enter the time as hours and minutes, for example 18:30.")},
    forms.DateField: {"invalid": _("Enter the date as year-month-day, for example 2026-01-31.")},
    forms.EmailField: {"invalid": _("Enter an e-mail address, for example name@example.org.")},
}
LIMITS = {
    validators.MaxLengthValidator: _(
        "This is too long. Characters: %(show_value)s. At most: %(limit_value)s."
    ),
    validators.MinLengthValidator: _(
        "This is too short. Characters: %(show_value)s. At least: %(limit_value)s."
    ),
    validators.MinValueValidator: _("Enter a number that is %(limit_value)s or more."),
    validators.MaxValueValidator: _("Enter a number that is %(limit_value)s or less."),
    validators.EmailValidator: _("Enter an e-mail address, for example name@example.org."),
    validators.ProhibitNullCharactersValidator: _(
        "This has a character that cannot be saved. Type it again."
    ),
}
DECIMALS = {
    "invalid": _("Enter a number."),
    "max_digits": _("This number is too long. Use no more than %(max)s digits."),
    "max_decimal_places": _("Use no more than %(max)s digits after the point."),
    "max_whole_digits": _("This number is too large. Use no more than %(max)s digits before the point."),
}


def install() -> None:
    """Have every form of the site use these sentences; a field's own ``error_messages`` still come first."""
    for field, messages in MESSAGES.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **messages}
    for validator, message in LIMITS.items():
        validator.message = message
    validators.DecimalValidator.messages = DECIMALS
