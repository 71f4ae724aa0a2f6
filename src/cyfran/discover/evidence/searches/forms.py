from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.files.queries import largest_upload
from cyfran.discover.evidence.searches.models import SearchMethod
from cyfran.ui.typed_fields import CountField
from cyfran.ui.uploads import UploadField

SIZE_FACTOR = 10  # of the limit for other files: 100,000 references with abstracts are 250 MB
ACCEPTED = ".ris,.txt,.nbib,.ciw,.bib,.xml,.json,.csv,.tsv,.xlsx"


def not_in_the_future(day) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError(_("The date of the search must be today or in the past."))


class LiteratureSearchForm(forms.Form):
    source = forms.CharField(
        label=_("Where did you search?"),
        help_text=_("For example, MEDLINE or an organisation's website"),
        max_length=200,
    )
    method = forms.ChoiceField(
        label=_("What kind of source is it?"),
        choices=SearchMethod.choices,
        initial=SearchMethod.DATABASE,
        widget=forms.RadioSelect,
    )
    searched_on = forms.DateField(
        label=_("When did you search?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter the date as year-month-day, for example 2026-01-31.")},
        validators=[not_in_the_future],
    )
    query = forms.CharField(
        label=_("What did you search for?"),
        help_text=_("Enter the full query exactly as you ran it, so that others can repeat the search"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=20_000,
    )
    hits = CountField(
        label=_("How many results did the source report?"),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    file = UploadField(
        label=_("File of references"),
        help_text=_("RIS, nbib, BibTeX, EndNote XML, Web of Science, OpenAlex JSON, CSV or Excel"),
        accept=ACCEPTED,
        largest=lambda: SIZE_FACTOR * largest_upload(),
    )
