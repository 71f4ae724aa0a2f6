from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.evidence.fulltexts.models import RetrievalState
from cyfran.ui.uploads import UploadField


class RetrievalForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Is the full text available?"), choices=RetrievalState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For example, requested from the library on 3 March"),
        max_length=500,
        required=False,
    )


class FullTextForm(forms.Form):
    file = UploadField(
        label=_("The full text as a PDF"),
        help_text=_("Only people who work on reviews can see it. Scripts in the file never run."),
        accept=".pdf",
    )


class PassageForm(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Passage to save from this page"),
        help_text=_("Copy the words exactly as they appear on the page"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(label=_("What is this passage for?"), max_length=500, required=False)
