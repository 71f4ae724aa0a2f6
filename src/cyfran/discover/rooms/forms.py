from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.conversations.actions import LONGEST_STATEMENT
from cyfran.discover.events.forms import choice_field, number_field
from cyfran.discover.rooms.actions import MOST_TABLES
from cyfran.ground.people.forms import ConsentForm


class RoomForm(forms.Form):
    tables = number_field(
        _("How many tables are there?"),
        max_value=MOST_TABLES,
        initial=0,
        help_text=_("Enter 0 if people are not sitting at tables."),
    )
    moderated = forms.BooleanField(
        label=_("Someone approves what people say before others see it"),
        help_text=_("Recommended where people do not know one another."),
        required=False,
        initial=True,
    )


class RoomEntryForm(ConsentForm):
    language = choice_field(_("Which language will you answer in?"), LANGUAGE_CHOICES)
    field_order = ["language", "table", "record", "quote", "reuse"]

    def __init__(self, *args, tables: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if tables:
            self.fields["table"] = number_field(
                _("Which table are you sitting at?"), min_value=1, max_value=tables, required=False
            )
            self.order_fields(self.field_order)

    def given(self) -> set[str]:
        return {name for name in ("record", "quote", "reuse") if self.cleaned_data.get(name)}

    def table(self) -> int | None:
        return self.cleaned_data.get("table")


class RoomStatementForm(forms.Form):
    text = forms.CharField(
        label=_("What would you like to say?"),
        help_text=_("Say one thing, in your own words. Please do not name anyone."),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    item = forms.UUIDField()
