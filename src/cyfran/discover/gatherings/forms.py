from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cyfran.core.files.queries import largest_upload
from cyfran.core.language import LANGUAGE_CHOICES, language_names
from cyfran.discover.conversations.actions import LONGEST_NOTE
from cyfran.discover.gatherings.actions.coming import MOST_AT_ONCE
from cyfran.discover.gatherings.actions.planning import Plan
from cyfran.discover.gatherings.actions.recording import Words
from cyfran.discover.gatherings.exchange import HIGHEST
from cyfran.discover.gatherings.models import AccessStatus, Claim, Exercise, Gathering, Kind, Moment, Need
from cyfran.ground.partnerships.models import Side
from cyfran.ui.formats import plain
from cyfran.ui.pairs import PairForm, english_and_welsh

SPOKEN = list(language_names().items())
TEXTS = ("name", "purpose", "can_change", "venue", "getting_there", "offer", "invited_by")
PLAIN = ("kind", "leading_language", "room_for", "safeguarding_lead", "safeguarding_contact")


def a_day(label, **more) -> forms.DateField:
    wrong = {"invalid": _("Write the date as 2026-01-31.")}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=wrong, **more
    )


def a_time(label, **more) -> forms.TimeField:
    wrong = {"invalid": _("Write the time as 18:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=wrong, **more)


def a_number(label, **more) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, **({"min_value": 0, "max_value": HIGHEST} | more))


def choose(label, choices, *, drop_down: bool = False, **more) -> forms.ChoiceField:
    widget = forms.Select if drop_down else forms.RadioSelect
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **more)


class PlanForm(PairForm):
    kind = choose(_("What kind of gathering is it?"), Kind.choices)
    name_en, name_cy = english_and_welsh(_("Name in English"), _("Name in Welsh"), max_length=120)
    purpose_en, purpose_cy = english_and_welsh(
        _("What it is for, in one English sentence"),
        _("What it is for, in one Welsh sentence"),
        max_length=300,
    )
    can_change_en, can_change_cy = english_and_welsh(
        _("What can still change, and what is fixed? In English"),
        _("What can still change, and what is fixed? In Welsh"),
        long=True,
    )
    day = a_day(_("Which day?"))
    last_day = a_day(_("Until which day, if it goes on for more than one?"), required=False)
    begins = a_time(_("It begins at"))
    ends = a_time(_("It ends at"))
    place = choose(_("In which area?"), [], drop_down=True, required=False)
    venue_en, venue_cy = english_and_welsh(
        _("Where exactly, in English"), _("Where exactly, in Welsh"), max_length=200,
        help_text=_("A hall and its address, or how to join online or by phone."),
    )  # fmt: skip
    leading_language = choose(
        _("Which language leads?"), LANGUAGE_CHOICES,
        help_text=_("The other one is translated. In a Welsh-led meeting nobody has to turn to English."),
    )  # fmt: skip
    room_for = a_number(_("For how many people is there room?"), required=False, min_value=1)
    host = choose(_("Who hosts it?"), [], drop_down=True, required=False)
    getting_there_en, getting_there_cy = english_and_welsh(
        _("Getting there and getting in, in English"), _("Getting there and getting in, in Welsh"),
        long=True, required=False,
        help_text=_("Step-free way, hearing loop, parking, lifts, childcare, food."),
    )  # fmt: skip
    offer_en, offer_cy = english_and_welsh(
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
    safeguarding_contact = forms.CharField(label=_("How are they reached while it goes on?"), max_length=120)

    def __init__(self, *args, areas: dict[str, object], hosts: dict[str, object], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.hosts = areas, hosts
        for name, found in (("place", areas), ("host", hosts)):
            named = [(key, plain(thing.name)) for key, thing in found.items()]
            self.fields[name].choices = [("", _("Choose")), *named]

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("day", "begins", "ends")):
            starts, ends = self._moments(cleaned)
            if ends <= starts:
                self.add_error("ends", _("It ends before it begins. Check the times and the days."))
        return cleaned

    @staticmethod
    def _moments(cleaned) -> tuple[datetime, datetime]:
        last = cleaned.get("last_day") or cleaned["day"]
        here = timezone.get_current_timezone()
        starts = datetime.combine(cleaned["day"], cleaned["begins"], here)
        return starts, datetime.combine(last, cleaned["ends"], here)

    def plan(self) -> Plan:
        starts_at, ends_at = self._moments(self.cleaned_data)
        return Plan(
            **{name: self.pair(name) for name in TEXTS},
            **{name: self.cleaned_data[name] for name in PLAIN},
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.areas.get(self.cleaned_data["place"]),
            host=self.hosts.get(self.cleaned_data["host"]),
        )

    @staticmethod
    def initial_of(gathering: Gathering) -> dict[str, object]:
        starts, ends = timezone.localtime(gathering.starts_at), timezone.localtime(gathering.ends_at)
        texts = {
            f"{name}_{code}": getattr(gathering, f"{name}_{code}") for name in TEXTS for code in ("en", "cy")
        }
        return {
            **texts,
            **{name: getattr(gathering, name) for name in PLAIN},
            "day": starts.date(),
            "last_day": ends.date() if ends.date() != starts.date() else None,
            "begins": starts.time(),
            "ends": ends.time(),
            "place": str(gathering.place_id or ""),
            "host": str(gathering.host_id or ""),
        }


class ItemForm(PairForm):
    exercise = choose(_("What do people do?"), Exercise.choices)
    minutes = a_number(_("For how many minutes?"), min_value=1)
    same = choose(
        _("Ask what was asked before?"), [], drop_down=True, required=False,
        help_text=_("Answers from many evenings to one question come together."),
    )  # fmt: skip
    asks_en, asks_cy = english_and_welsh(
        _("Or ask something new, in English"),
        _("Or ask something new, in Welsh"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, asked: dict[str, object], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        named = [(key, plain(one.question)) for key, one in asked.items()]
        self.fields["same"].choices = [("", _("Nothing, or something new")), *named]

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
            "conversation": self.asked.get(self.cleaned_data["same"]),
        }


class NeedForm(forms.Form):
    need = choose(_("What is needed?"), Need.choices)
    detail = forms.CharField(
        label=_("A word more"),
        help_text=_("Which language, how many, from where. No names, and nothing about anyone's health."),
        max_length=200,
        required=False,
    )


class SeeToForm(forms.Form):
    status = choose(_("How far is it seen to?"), AccessStatus.choices)


class KeptForm(forms.Form):
    """How many places are kept for each priority group."""

    def __init__(self, *args, groups, kept: dict, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for group in groups:
            self.fields[str(group.pk)] = a_number(
                plain(group.name), required=False, initial=kept.get(group.pk, 0)
            )


class SignUpForm(forms.Form):
    """For anyone: no name, no account; what is needed, and an address only for those who want a reminder."""

    group = choose(
        _("Are you one of these people?"), [], required=False,
        help_text=_("Places are kept for people who are often left out. You need not say."),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("What do you need to be able to take part?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    detail = forms.CharField(
        label=_("A word more about what you need"),
        help_text=_(
            "For example which language, or how many children. Please write nothing about your health."
        ),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail address, if you would like a reminder"),
        help_text=_("We write about this gathering only, and forget the address a week after it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, groups, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(g.pk), plain(g.name)) for g in groups]
        self.fields["group"].choices = [*named, ("", _("None of these, or I prefer not to say"))]
        self.fields["group"].initial = ""
        if not named:
            del self.fields["group"]

    def needs_told(self) -> dict[str, str]:
        return dict.fromkeys(self.cleaned_data["needs"], self.cleaned_data["detail"])


def at_table() -> forms.IntegerField:
    return a_number(_("Table"), required=False, min_value=1)


class SomeoneCameForm(forms.Form):
    number = a_number(_("How many people?"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    table = at_table()
    language = choose(_("Which language do they speak with us?"), LANGUAGE_CHOICES)
    area = choose(_("Where do they live, if they said?"), [], drop_down=True, required=False)
    left_early = forms.BooleanField(label=_("They left early"), required=False)

    def __init__(self, *args, areas: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Not said")), *areas]


class CodeCameForm(forms.Form):
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    table = at_table()
    left_early = forms.BooleanField(label=_("They left early"), required=False)


class ContributionForm(forms.Form):
    """Made for speed: what stays the same from one card to the next is remembered."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(
            attrs={"rows": 3, "autofocus": "autofocus", "data-send": "enter", "data-focus": "here"}
        ),
        error_messages={"required": _("Write what was said.")},
    )
    item = choose(_("To which question?"), [], drop_down=True)
    table = at_table()
    language = choose(_("Language"), SPOKEN, drop_down=True)
    verbatim = forms.BooleanField(label=_("Word for word"), required=False)
    may_quote = forms.BooleanField(label=_("It may be quoted, without a name"), required=False)
    read_first = forms.BooleanField(
        label=_("Someone else should read it first: it names or points to a person"), required=False
    )
    by_phone = forms.BooleanField(label=_("By phone"), required=False)
    dots = a_number(_("Dots"), required=False, initial=0)
    code = forms.CharField(
        label=_("The code on their slip"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, items: list[tuple[str, str]], talks: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items
        for name in ("table", "dots") if talks else ("by_phone",):
            del self.fields[name]

    def words(self, heard_at: datetime | None = None) -> Words:
        told = self.cleaned_data
        names = ("text", "language", "may_quote", "verbatim", "code", "read_first")
        more = {
            "table": told.get("table"),
            "dots": told.get("dots") or 0,
            "by_phone": told.get("by_phone", False),
        }
        return Words(**{name: told[name] for name in names}, heard_at=heard_at, **more)


class CompleteForm(forms.Form):
    table = at_table()
    dots = a_number(_("Dots"), required=False)
    verbatim = forms.BooleanField(label=_("Word for word"), required=False)

    def told(self) -> dict:
        return self.cleaned_data | {"dots": self.cleaned_data["dots"] or 0}


class MarkForm(forms.Form):
    moment = choose(_("What happened?"), Moment.choices)
    item = forms.UUIDField()
    table = at_table()


class EveningForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet of the evening"),
        help_text=_("CSV or Excel, with one row for each thing that was said."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > largest_upload():
            raise forms.ValidationError(_("This file is too large. Nothing was kept."))
        return file


class ReflectionForm(forms.Form):
    text = forms.CharField(label=_("What do you make of it?"), widget=forms.Textarea(attrs={"rows": 5}))
    language = choose(_("Which language is it in?"), LANGUAGE_CHOICES)
    shared = forms.BooleanField(label=_("Share it with the partnership"), required=False)


PULSE = {
    "heard": _("I was listened to"),
    "language": _("I could use the language I wanted"),
    "power": _("What I said can change something"),
    "next": _("I know what happens next"),
}
ANSWERS = {1: _("Not at all"), 2: _("A little"), 3: _("Partly"), 4: _("Mostly"), 5: _("Completely")}


class PulseForm(forms.Form):
    """How many people put their dot where, for one question."""

    def __init__(self, *args, counted: dict[int, int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for answer, name in ANSWERS.items():
            self.fields[f"answer_{answer}"] = a_number(name, required=False, initial=counted.get(answer, 0))

    def counts(self) -> dict[int, int]:
        return {answer: self.cleaned_data[f"answer_{answer}"] or 0 for answer in ANSWERS}


class PromiseMadeForm(forms.Form):
    text = forms.CharField(
        label=_("What was promised, as it was said"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = choose(_("Which language is it in?"), LANGUAGE_CHOICES)
    side = choose(_("By which side?"), Side.choices)


class ClaimForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("The number on the claim form. No name: who it is stays with whoever pays."),
        max_length=20,
    )
    what = choose(_("For what?"), Claim.What.choices)
    amount = forms.DecimalField(
        label=_("Money in pounds"), min_value=0, max_digits=8, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    claimed_on = a_day(_("Claimed on which day?"))


class PaymentForm(forms.Form):
    paid_on = a_day(_("Paid on which day?"))
