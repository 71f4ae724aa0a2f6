"""Forms for contributions, observed moments, photographs and spreadsheets."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.conversations.actions import LONGEST_NOTE
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.events.forms.fields import SPOKEN, choice_field, number_field, table_field
from cyfran.discover.events.models import MomentType
from cyfran.ui.uploads import UploadField


class ContributionForm(forms.Form):
    """One contribution. The view keeps the values that stay the same from one entry to the next."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(
            attrs={"rows": 3, "autofocus": "autofocus", "data-send": "enter", "data-focus": "here"}
        ),
        error_messages={"required": _("Write what was said.")},
    )
    item = choice_field(_("Which question does it answer?"), [], drop_down=True)
    table = table_field()
    language = choice_field(_("Language"), SPOKEN, drop_down=True)
    verbatim = forms.BooleanField(label=_("Word for word"), required=False)
    may_quote = forms.BooleanField(label=_("It may be quoted, without a name"), required=False)
    read_first = forms.BooleanField(
        label=_("Someone else should check it first, because it names or could identify a person"),
        required=False,
    )
    by_phone = forms.BooleanField(label=_("By phone"), required=False)
    dots = number_field(_("Dots"), required=False, initial=0)
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, items: list[tuple[str, str]], talks: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items
        for name in ("table", "dots") if talks else ("by_phone",):
            del self.fields[name]

    def words(self, heard_at: datetime | None = None) -> RecordedWords:
        cleaned = self.cleaned_data
        names = ("text", "language", "may_quote", "verbatim", "code", "read_first")
        optional = {
            "table": cleaned.get("table"),
            "dots": cleaned.get("dots") or 0,
            "by_phone": cleaned.get("by_phone", False),
        }
        return RecordedWords(**{name: cleaned[name] for name in names}, heard_at=heard_at, **optional)


class CompleteForm(forms.Form):
    table = table_field()
    dots = number_field(_("Dots"), required=False)
    verbatim = forms.BooleanField(label=_("Word for word"), required=False)

    def details(self) -> dict:
        return self.cleaned_data | {"dots": self.cleaned_data["dots"] or 0}


class MomentForm(forms.Form):
    moment = choice_field(_("What happened?"), MomentType.choices)
    item = forms.UUIDField()
    table = table_field()


class PhotoForm(forms.Form):
    file = UploadField(
        label=_("Photo of a sheet"),
        help_text=_("JPEG, PNG, TIFF or WebP."),
        accept="image/jpeg,image/png,image/tiff,image/webp",
    )
    table = table_field()


class EveningForm(forms.Form):
    file = UploadField(
        label=_("Spreadsheet of contributions"),
        help_text=_("CSV or Excel file, with one row for each contribution."),
        accept=".csv,.xlsx",
    )
