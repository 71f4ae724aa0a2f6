from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.ui.uploads import UploadField


class PlacesImportForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=[("places", _("Places")), ("populations", _("Populations"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the file.")},
    )
    file = UploadField(label=_("File (CSV)"), accept=".csv,text/csv")
