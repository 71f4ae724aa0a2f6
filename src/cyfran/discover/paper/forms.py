from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.files.queries import largest_upload
from cyfran.discover.paper.actions import MOST_COPIES
from cyfran.discover.paper.models import SheetRow
from cyfran.ground.people.queries import normalise_code
from cyfran.ui.formats import number
from cyfran.ui.typed_fields import CountField

MOST_FILES = 100  # Django takes no more in one sending
ACCEPTED = "image/jpeg,image/png,image/tiff,image/webp,application/pdf"
NOTHING = ""


def answer_choices() -> list[tuple[str, object]]:
    """The choices for a statement, in the order of its boxes, and an empty row."""
    return [
        ("0", _("Agree")),
        ("1", _("Disagree")),
        ("2", _("Pass, not sure")),
        (NOTHING, _("Nothing is marked")),
    ]


def consent_choices() -> list[tuple[str, object]]:
    """The choices for the row for consent, and an empty row."""
    return [("2", _("Ticked")), (NOTHING, _("Not ticked"))]


def read_choice(value: str) -> int | None:
    return int(value) if value else None


class PrintForm(forms.Form):
    copies = CountField(
        label=_("How many people?"),
        help_text=_("Each person gets their own sheet."),
        min_value=1,
        max_value=MOST_COPIES,
        initial=12,
    )
    large_print = forms.BooleanField(label=_("Large print"), required=False)
    statements = forms.MultipleChoiceField(
        label=_("Which statements?"),
        help_text=_(
            "The statements with the fewest votes so far are already selected. You can change the selection."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one statement.")},
    )

    def __init__(self, *args, statements: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statements"].choices = statements


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, each validated on its own."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class ScanForm(forms.Form):
    files = FilesField(
        label=_("Scans or photographs"),
        help_text=_("PDF, JPEG, PNG, TIFF or WebP. One sheet in each photograph; a PDF may have many pages."),
        error_messages={"required": _("Choose at least one file."), "empty": _("This file is empty.")},
    )

    def clean_files(self):
        files, limit = self.cleaned_data["files"], largest_upload()
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Choose no more than %(most)s files at once. You chose %(now)s."),
                params={"most": MOST_FILES, "now": len(files)},
            )
        if sum(file.size for file in files) > limit:
            raise forms.ValidationError(
                _(
                    "Together these files are larger than %(most)s MB. Send them in smaller batches. Nothing was saved."
                ),
                params={"most": number(round(limit / 1024 / 1024))},
            )
        return files


class NameForm(forms.Form):
    """The name of a sheet, to find it."""

    name = forms.CharField(
        label=_("The eight letters at the foot of the sheet"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the letters at the foot of the sheet.")},
    )

    def clean_name(self) -> str:
        return normalise_code(self.cleaned_data["name"])


class TypeForm(forms.Form):
    """A field for every row of a sheet, to be typed from the paper."""

    def __init__(self, *args, rows: list[SheetRow], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"row-{row.pk}"] = forms.ChoiceField(
                label=_("I agree to my answers being kept, without my name.")
                if row.is_consent
                else _label(row),
                choices=consent_choices() if row.is_consent else answer_choices(),
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:  # an empty row is an answer, too: it has to be chosen
            if f"row-{row.pk}" not in self.data:
                self.add_error(f"row-{row.pk}", _("Choose what is marked here."))
        return cleaned

    def choices(self) -> dict[int, int | None]:
        return {row.pk: read_choice(self.cleaned_data[f"row-{row.pk}"]) for row in self.rows}


def _label(row: SheetRow) -> str:
    words = row.statement.text if row.statement else "–"
    return f"{row.page}.{row.number} {words}"
