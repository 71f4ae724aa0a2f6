"""Form fields for texts in both languages: two fields, one value."""

from django import forms
from django.db.models import Model

from cyfran.core.language import LANGUAGES


class LinesField(forms.CharField):
    """A text of several lines. Browsers send them with a carriage return, which would make the same text another one."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


def english_and_welsh(label_en, label_cy, *, max_length=None, long=False, required=True, help_text=""):
    """Return the two form fields (English, Welsh) of one official text. Both are required, or neither."""

    def field(label):
        options = {"label": label, "max_length": max_length, "required": required, "help_text": help_text}
        if long:
            return LinesField(widget=forms.Textarea(attrs={"rows": 4}), **options)
        return forms.CharField(**options)

    return field(label_en), field(label_cy)


class PairForm(forms.Form):
    """A form whose texts come in pairs: ``form.pair("name")`` is (English, Welsh), as actions take them."""

    def pair(self, name: str) -> tuple[str, str]:
        return self.cleaned_data[f"{name}_en"], self.cleaned_data[f"{name}_cy"]


def pair_values(instance: Model, *names: str) -> dict[str, str]:
    """Return the official texts of an object as initial values of a form, to be corrected."""
    columns = [f"{name}_{language}" for name in names for language in LANGUAGES]
    return {column: getattr(instance, column) for column in columns}
