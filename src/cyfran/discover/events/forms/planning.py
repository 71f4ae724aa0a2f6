"""Forms for planning: the plan, its agenda, access needs, reserved places."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.events.actions.planning import EventPlan
from cyfran.discover.events.forms.fields import choice_field, number_field, time_field
from cyfran.discover.events.models import AccessStatus, Event, EventType, Exercise, Need
from cyfran.ui.formats import plain
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.typed_fields import date_field

TEXTS = ("name", "purpose", "what_can_change", "venue", "getting_there", "support_offered", "invited_by")
PLAIN = ("kind", "main_language", "capacity", "safeguarding_lead", "safeguarding_contact")


class EventPlanForm(PairForm):
    kind = choice_field(_("What kind of event is it?"), EventType.choices)
    name_en, name_cy = english_and_welsh(_("Name in English"), _("Name in Welsh"), max_length=120)
    purpose_en, purpose_cy = english_and_welsh(
        _("Purpose of the event in one sentence, in English"),
        _("Purpose of the event in one sentence, in Welsh"),
        max_length=300,
    )
    what_can_change_en, what_can_change_cy = english_and_welsh(
        _("What can still change, and what is fixed, in English"),
        _("What can still change, and what is fixed, in Welsh"),
        long=True,
    )
    day = date_field(_("Date of the event"))
    last_day = date_field(_("Last day, if it lasts more than one day"), required=False)
    begins = time_field(_("Start time"))
    ends = time_field(_("End time"))
    place = choice_field(_("Which area is the event in?"), [], drop_down=True, required=False)
    venue_en, venue_cy = english_and_welsh(
        _("Venue, in English"),
        _("Venue, in Welsh"),
        max_length=200,
        help_text=_("Enter the venue and its address, or how to join online or by phone."),
    )
    main_language = choice_field(
        _("What is the main language of the event?"),
        LANGUAGE_CHOICES,
        help_text=_(
            "There is translation for the other language. At an event held mainly in Welsh, nobody has to switch to "
            "English."
        ),
    )
    capacity = number_field(_("How many people is there room for?"), required=False, min_value=1)
    host = choice_field(_("Who hosts it?"), [], drop_down=True, required=False)
    getting_there_en, getting_there_cy = english_and_welsh(
        _("Travel and access, in English"),
        _("Travel and access, in Welsh"),
        long=True,
        required=False,
        help_text=_("For example, step-free access, hearing loop, parking, lifts, childcare and food."),
    )
    support_offered_en, support_offered_cy = english_and_welsh(
        _("What people are paid, and how quickly, in English"),
        _("What people are paid, and how quickly, in Welsh"),
        long=True,
        required=False,
    )
    invited_by_en, invited_by_cy = english_and_welsh(
        _("How people are invited, in English"),
        _("How people are invited, in Welsh"),
        long=True,
        required=False,
    )
    safeguarding_lead = forms.CharField(label=_("Who is the safeguarding lead?"), max_length=120)
    safeguarding_contact = forms.CharField(
        label=_("How can people contact them during the event?"),
        help_text=_("Everyone can see the name and this contact on the page of the event."),
        max_length=120,
    )

    def __init__(self, *args, areas: dict[str, object], hosts: dict[str, object], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.hosts = areas, hosts
        for name, records in (("place", areas), ("host", hosts)):
            choices = [(key, plain(record.name)) for key, record in records.items()]
            self.fields[name].choices = [("", _("Choose")), *choices]

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("day", "begins", "ends")):
            starts, ends = self._start_and_end(cleaned)
            if ends <= starts:
                self.add_error("ends", _("The event ends before it starts. Check the dates and times."))
        return cleaned

    @staticmethod
    def _start_and_end(cleaned) -> tuple[datetime, datetime]:
        last_day = cleaned.get("last_day") or cleaned["day"]
        time_zone = timezone.get_current_timezone()
        starts = datetime.combine(cleaned["day"], cleaned["begins"], time_zone)
        return starts, datetime.combine(last_day, cleaned["ends"], time_zone)

    def plan(self) -> EventPlan:
        starts_at, ends_at = self._start_and_end(self.cleaned_data)
        return EventPlan(
            **{name: self.pair(name) for name in TEXTS},
            **{name: self.cleaned_data[name] for name in PLAIN},
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.areas.get(self.cleaned_data["place"]),
            host=self.hosts.get(self.cleaned_data["host"]),
        )

    @staticmethod
    def initial_of(event: Event) -> dict[str, object]:
        starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        texts = {
            f"{name}_{code}": getattr(event, f"{name}_{code}") for name in TEXTS for code in ("en", "cy")
        }
        return {
            **texts,
            **{name: getattr(event, name) for name in PLAIN},
            "day": starts.date(),
            "last_day": ends.date() if ends.date() != starts.date() else None,
            "begins": starts.time(),
            "ends": ends.time(),
            "place": str(event.place_id or ""),
            "host": str(event.host_id or ""),
        }


class ItemForm(PairForm):
    exercise = choice_field(_("What will people do?"), Exercise.choices)
    minutes = number_field(_("How many minutes will it take?"), min_value=1)
    same = choice_field(
        _("Use a question that was asked before?"),
        [],
        drop_down=True,
        required=False,
        help_text=_("Answers to the same question from different events are brought together."),
    )
    asks_en, asks_cy = english_and_welsh(
        _("Or write a new question, in English"),
        _("Or write a new question, in Welsh"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, conversations: dict[str, object], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.conversations = conversations
        choices = [(key, plain(conversation.question)) for key, conversation in conversations.items()]
        self.fields["same"].choices = [("", _("No question, or a new one")), *choices]

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("asks_en")) != bool(cleaned.get("asks_cy")):
            missing = "asks_cy" if cleaned.get("asks_en") else "asks_en"
            self.add_error(missing, _("Write the question in both languages."))
        return cleaned

    def item(self) -> dict[str, object]:
        asks = self.pair("asks")
        return {
            "exercise": self.cleaned_data["exercise"],
            "minutes": self.cleaned_data["minutes"],
            "asks": asks if asks[0] else None,
            "conversation": self.conversations.get(self.cleaned_data["same"]),
        }


class NeedForm(forms.Form):
    need = choice_field(_("What is needed?"), Need.choices)
    detail = forms.CharField(
        label=_("More details"),
        help_text=_(
            "For example, which language, how many people or where from. Do not enter names or anything about "
            "anyone's health."
        ),
        max_length=200,
        required=False,
    )


class NeedStatusForm(forms.Form):
    status = choice_field(_("What is the status of this need?"), AccessStatus.choices)


class ReservedPlacesForm(forms.Form):
    """How many places are reserved for each priority group."""

    def __init__(self, *args, groups, reserved: dict, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for group in groups:
            self.fields[str(group.pk)] = number_field(
                plain(group.name), required=False, initial=reserved.get(group.pk, 0)
            )
