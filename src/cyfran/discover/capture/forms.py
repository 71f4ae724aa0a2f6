from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.discover.conversations.actions import LONGEST_NOTE
from cyfran.discover.events.forms import SPOKEN, ContributionForm, MomentForm, choice_field, table_field

CONSENT = [
    ("quote", _("Yes, and it may be quoted without a name")),
    ("keep", _("Yes, but do not quote it")),
]


class NoteForm(forms.Form):
    """The first fields of an entry: what was said, where, and the consent. The others are in ``EntryDetailsForm``."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "data-send": "enter"}),
    )
    event = choice_field(_("Where?"), [], drop_down=True)
    table = table_field()
    consent = choice_field(_("Have they agreed to it being written down?"), CONSENT)


class EntryDetailsForm(forms.Form):
    item = choice_field(_("Which question does it answer?"), [], drop_down=True)
    language = choice_field(_("Language"), SPOKEN, drop_down=True)
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    noted = forms.BooleanField(label=_("As noted, not word for word"), required=False)
    by_phone = forms.BooleanField(label=_("By phone"), required=False)
    read_first = forms.BooleanField(
        label=_("Someone else should check it first, because it names or could identify a person"),
        required=False,
    )


class EntryForm(ContributionForm):
    """Validates a contribution that arrives from a phone."""

    heard_at = forms.DateTimeField()


class MarkEntryForm(MomentForm):
    """Validates an observed moment that arrives from a phone."""

    key = forms.UUIDField()
    heard_at = forms.DateTimeField()
