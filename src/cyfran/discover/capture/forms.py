from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.conversations.actions import LONGEST_NOTE
from cyfran.discover.events.forms import SPOKEN, ContributionForm, MarkForm, at_table, choose

CONSENT = [
    ("quote", _("Yes, and it may be quoted without a name")),
    ("keep", _("Yes, but do not quote it")),
]


class NoteForm(forms.Form):
    """Three questions first: what was said, where, and what may be done with it. The rest can wait."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "data-send": "enter"}),
    )
    event = choose(_("Where?"), [], drop_down=True)
    table = at_table()
    consent = choose(_("May it be written down?"), CONSENT)


class MoreForm(forms.Form):
    item = choose(_("To which question?"), [], drop_down=True)
    language = choose(_("Language"), SPOKEN, drop_down=True)
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    noted = forms.BooleanField(label=_("As noted, not word for word"), required=False)
    by_phone = forms.BooleanField(label=_("By phone"), required=False)
    read_first = forms.BooleanField(
        label=_("Someone else should read it first: it names or points to a person"), required=False
    )


class EntryForm(ContributionForm):
    """What arrives from a phone is checked like anything else that is written down."""

    heard_at = forms.DateTimeField()


class MarkEntryForm(MarkForm):
    """Something happened that no words stand for."""

    key = forms.UUIDField()
    heard_at = forms.DateTimeField()
