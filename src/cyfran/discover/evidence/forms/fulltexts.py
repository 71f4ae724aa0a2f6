from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.models import RetrievalState
from cyfran.ui.uploads import UploadField


class RetrievalForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Where is the full text?"), choices=RetrievalState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"), help_text=_("Such as: asked the library on 3 March"), max_length=500, required=False
    )


class FullTextForm(forms.Form):
    file = UploadField(
        label=_("The full text as a PDF"),
        help_text=_("Seen only by those who work on reviews. Scripts in it never run."),
        accept=".pdf",
    )


class PassageForm(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Words of this page to keep"),
        help_text=_("Copied as they stand there"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(label=_("What it is for"), max_length=500, required=False)
