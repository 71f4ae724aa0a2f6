from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.surveys.actions import QuestionDraft
from cyfran.discover.surveys.models import Question, QuestionType
from cyfran.discover.surveys.rules import LONGEST_TEXT
from cyfran.ground.people.forms import ConsentForm
from cyfran.ui.formats import reading_language
from cyfran.ui.pairs import PairForm, english_and_welsh
from cyfran.ui.uploads import UploadField

CHOOSE = ("", _("Choose"))


class SurveyForm(PairForm):
    name_en, name_cy = english_and_welsh(_("Name in English"), _("Name in Welsh"), max_length=120)
    introduction_en, introduction_cy = english_and_welsh(
        _("Introduction in English"), _("Introduction in Welsh"), long=True, required=False
    )


def _lines(label, help_text):
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class SurveyQuestionForm(PairForm):
    """One question. Options are written a line each, English and Welsh with a bar between them."""

    kind = forms.ChoiceField(
        label=_("How is it answered?"), choices=QuestionType.choices, widget=forms.RadioSelect
    )
    text_en, text_cy = english_and_welsh(_("Question in English"), _("Question in Welsh"), max_length=300)
    options = _lines(
        _("Options"),
        _("One a line, in English and Welsh: Yes | Ydw. For a scale over several things, its steps."),
    )
    items = _lines(
        _("Things that are asked about"),
        _("Only for the same scale for several things. One a line, in English and Welsh, as above."),
    )
    lowest = forms.IntegerField(
        label=_("Lowest number of the scale"), required=False, min_value=-10, max_value=100
    )
    highest = forms.IntegerField(
        label=_("Highest number of the scale"), required=False, min_value=-10, max_value=100
    )
    needed = forms.BooleanField(label=_("It has to be answered"), required=False)
    condition = forms.ChoiceField(label=_("Ask it only if"), choices=[], required=False, widget=forms.Select)

    def __init__(self, *args, before: list[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = [("", _("Always")), *_conditions(before)]

    def clean_options(self) -> list[tuple[str, str, str]]:
        return _named(self.cleaned_data["options"])

    def clean_items(self) -> list[tuple[str, str, str]]:
        return _named(self.cleaned_data["items"])

    def asked(self) -> QuestionDraft:
        data = self.cleaned_data
        number, _sep, option = data["condition"].partition("-")
        return QuestionDraft(
            kind=data["kind"],
            text=self.pair("text"),
            options=data["options"],
            items=data["items"],
            lowest=data["lowest"],
            highest=data["highest"],
            needed=data["needed"],
            only_if=int(number) if number else None,
            only_option=option,
        )


def _conditions(before: list[Question]) -> list[tuple[str, str]]:
    language = reading_language()
    return [
        (f"{q.number}-{option['name']}", f"{q.number}. {getattr(q, f'text_{language}')} – {option[language]}")
        for q in before
        if q.kind in (QuestionType.CHOICE, QuestionType.SEVERAL)
        for option in q.options
    ]


def _named(lines: str) -> list[tuple[str, str, str]]:
    """``English | Welsh`` a line; what is in one language only is refused. Names are letters in order."""
    found = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        en, bar, cy = (part.strip() for part in line.partition("|"))
        if not (en and bar and cy):
            raise forms.ValidationError(
                _("“%(line)s” is in one language only. Write English, a bar, Welsh: Yes | Ydw."),
                params={"line": line},
            )
        found.append((f"o{len(found) + 1}", en, cy))
    return found


def written(question: Question) -> dict[str, object]:
    """A question as its form shows it."""
    return {
        "kind": question.kind,
        "text_en": question.text_en,
        "text_cy": question.text_cy,
        "needed": question.needed,
        "options": _as_lines(question.options),
        "items": _as_lines(question.items),
        "lowest": question.lowest,
        "highest": question.highest,
        "condition": f"{question.only_if.number}-{question.only_option}" if question.only_if else "",
    }


def _as_lines(named: list[dict[str, str]]) -> str:
    return "\n".join(f"{one['en']} | {one['cy']}" for one in named)


class XlsformForm(forms.Form):
    file = UploadField(
        label=_("Workbook"),
        help_text=_("An XLSForm (.xlsx) with labels in English and Welsh, as ODK and KoboToolbox use it."),
        accept=".xlsx",
    )


class AnswerForm(forms.Form):
    """One or more questions, as someone answers them. Where a question has several fields they stand under its words."""

    def __init__(
        self, *args, questions: list[Question], answers: Mapping[Any, object] | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.language = questions, reading_language()
        for question in questions:
            said = (answers or {}).get(question.pk)
            for name, field, initial in _fields(question, said, self.language):
                self.fields[name], self.initial[name] = field, initial

    def parts(self):
        """Each question with its fields, as they are drawn."""
        for question in self.questions:
            names = [name for name in self.fields if name.split("-")[0] == question.name]
            yield question, [self[name] for name in names]

    def clean(self):
        cleaned = super().clean()
        for question in self.questions:
            if question.kind == QuestionType.RANKING:
                self._check_order(question, cleaned)
        return cleaned

    def _check_order(self, question: Question, cleaned) -> None:
        names = [f"{question.name}-{option['name']}" for option in question.options]
        places = [cleaned.get(name) for name in names]
        if any(places) and sorted(filter(None, places)) != sorted(str(i + 1) for i in range(len(names))):
            self.add_error(names[0], _("Give each a place of its own, from 1, or leave all of them empty."))

    def values(self) -> dict[Any, object]:
        return {question.pk: self._value(question) for question in self.questions}

    def _value(self, question: Question) -> object:
        data = self.cleaned_data
        parts = {
            name.partition("-")[2]: data.get(name)
            for name in self.fields
            if name.startswith(f"{question.name}-")
        }
        match question.kind:
            case QuestionType.RANKING:
                placed = {name: place for name, place in parts.items() if place}
                return sorted(placed, key=lambda name: int(placed[name]))
            case QuestionType.MATRIX:
                return {name: value for name, value in parts.items() if value}
            case QuestionType.SCALE:
                return int(data[question.name]) if data.get(question.name) else None
        return data.get(question.name)


def _fields(question: Question, said: Any, language: str):
    """The fields of a question: name, field, what it holds so far."""
    text = getattr(question, f"text_{language}")
    options = [(option["name"], option[language]) for option in question.options]
    needed = {"required": question.needed, "error_messages": {"required": _("Answer this question.")}}
    match question.kind:
        case QuestionType.CHOICE:
            yield question.name, _choice(text, options, needed), said
        case QuestionType.SEVERAL:
            widget = forms.CheckboxSelectMultiple
            yield (
                question.name,
                forms.MultipleChoiceField(label=text, choices=options, widget=widget, **needed),
                said,
            )
        case QuestionType.SCALE:
            steps = [(str(i), str(i)) for i in range(question.lowest, question.highest + 1)]
            yield question.name, _choice(text, steps, needed), said
        case QuestionType.TEXT:
            widget = forms.Textarea(attrs={"rows": 4})
            yield (
                question.name,
                forms.CharField(label=text, max_length=LONGEST_TEXT, widget=widget, **needed),
                said,
            )
        case QuestionType.RANKING:
            places = [CHOOSE, *((str(i + 1), str(i + 1)) for i in range(len(options)))]
            for name, label in options:
                field = forms.ChoiceField(label=label, choices=places, widget=forms.Select, **needed)
                yield f"{question.name}-{name}", field, said.index(name) + 1 if said else ""
        case QuestionType.MATRIX:
            for item in question.items:
                field = _choice(item[language], options, needed)
                yield f"{question.name}-{item['name']}", field, (said or {}).get(item["name"])


def _choice(label: str, choices: list, needed: dict) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **needed)


class TypedForm(AnswerForm, ConsentForm):
    """A whole questionnaire as it came back on paper, with the code on it and what was allowed."""

    language = forms.ChoiceField(
        label=_("In which language did they answer?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in (
            self.fields.values()
        ):  # what was left empty on paper is empty; what is needed is said beside the form
            if field not in (self.fields["record"], self.fields["language"]):
                field.required = False

    def consents(self) -> set[str]:
        return {name for name in ("record", "quote", "reuse") if self.cleaned_data.get(name)}
