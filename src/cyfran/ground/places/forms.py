from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=[("places", _("Places")), ("populations", _("Numbers of people in places"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the file.")},
    )
    file = forms.FileField(
        label=_("File (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
