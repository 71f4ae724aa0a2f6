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


def _lines_field(label, help_text):
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class SurveyQuestionForm(PairForm):
    """One question. Options are entered one a line, English and Welsh separated by a bar."""

    kind = forms.ChoiceField(
        label=_("How do people answer this question?"), choices=QuestionType.choices, widget=forms.RadioSelect
    )
    text_en, text_cy = english_and_welsh(_("Question in English"), _("Question in Welsh"), max_length=300)
    options = _lines_field(
        _("Options"),
        _(
            "Enter one option per line, in English and Welsh with a bar between them, for example: Yes | Ydw. For a "
            "matrix question, enter the points of the scale."
        ),
    )
    items = _lines_field(
        _("Items to rate"),
        _(
            "Only for a matrix question (the same scale for several items). Enter one item per line, in English and "
            "Welsh, as above."
        ),
    )
    lowest = forms.IntegerField(
        label=_("Lowest number on the scale"), required=False, min_value=-10, max_value=100
    )
    highest = forms.IntegerField(
        label=_("Highest number on the scale"), required=False, min_value=-10, max_value=100
    )
    needed = forms.BooleanField(label=_("People must answer this question"), required=False)
    condition = forms.ChoiceField(
        label=_("Ask this question only after this answer"), choices=[], required=False, widget=forms.Select
    )

    def __init__(self, *args, earlier_questions: list[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].choices = [
            ("", _("No condition: always ask it")),
            *_conditions(earlier_questions),
        ]

    def clean_options(self) -> list[tuple[str, str, str]]:
        return _parse_choices(self.cleaned_data["options"])

    def clean_items(self) -> list[tuple[str, str, str]]:
        return _parse_choices(self.cleaned_data["items"])

    def question_draft(self) -> QuestionDraft:
        cleaned = self.cleaned_data
        number, _sep, option = cleaned["condition"].partition("-")
        return QuestionDraft(
            kind=cleaned["kind"],
            text=self.pair("text"),
            options=cleaned["options"],
            items=cleaned["items"],
            lowest=cleaned["lowest"],
            highest=cleaned["highest"],
            needed=cleaned["needed"],
            only_if=int(number) if number else None,
            only_option=option,
        )


def _conditions(earlier_questions: list[Question]) -> list[tuple[str, str]]:
    language = reading_language()
    return [
        (
            f"{question.number}-{option['name']}",
            f"{question.number}. {getattr(question, f'text_{language}')} – {option[language]}",
        )
        for question in earlier_questions
        if question.kind in (QuestionType.CHOICE, QuestionType.SEVERAL)
        for option in question.options
    ]


def _parse_choices(lines: str) -> list[tuple[str, str, str]]:
    """Parse lines of ``English | Welsh`` into (name, English, Welsh), with the names o1, o2, ..."""
    choices = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        en, separator, cy = (part.strip() for part in line.partition("|"))
        if not (en and separator and cy):
            raise forms.ValidationError(
                _(
                    "“%(line)s” is in one language only. Write the English, a bar and the Welsh, for example: Yes | Ydw."
                ),
                params={"line": line},
            )
        choices.append((f"o{len(choices) + 1}", en, cy))
    return choices


def initial_of_question(question: Question) -> dict[str, object]:
    """Return the initial values of the form of a question."""
    return {
        "kind": question.kind,
        "text_en": question.text_en,
        "text_cy": question.text_cy,
        "needed": question.needed,
        "options": _format_choices(question.options),
        "items": _format_choices(question.items),
        "lowest": question.lowest,
        "highest": question.highest,
        "condition": f"{question.only_if.number}-{question.only_option}" if question.only_if else "",
    }


def _format_choices(choices: list[dict[str, str]]) -> str:
    return "\n".join(f"{choice['en']} | {choice['cy']}" for choice in choices)


class XlsformForm(forms.Form):
    file = UploadField(
        label=_("XLSForm workbook"),
        help_text=_(
            "An Excel file (.xlsx) in XLSForm format with labels in English and Welsh, as used by ODK and "
            "KoboToolbox."
        ),
        accept=".xlsx",
    )


class AnswerForm(forms.Form):
    """Fields to answer one or more questions. Rankings and matrices have several fields for each question."""

    def __init__(
        self, *args, questions: list[Question], answers: Mapping[Any, object] | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.language = questions, reading_language()
        for question in questions:
            answer = (answers or {}).get(question.pk)
            for name, field, initial in _fields(question, answer, self.language):
                self.fields[name], self.initial[name] = field, initial

    def parts(self):
        """Yield each question with its bound fields."""
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
            self.add_error(
                names[0], _("Give each option a different rank, starting from 1, or leave all of them empty.")
            )

    def values(self) -> dict[Any, object]:
        return {question.pk: self._value(question) for question in self.questions}

    def _value(self, question: Question) -> object:
        cleaned = self.cleaned_data
        parts = {
            name.partition("-")[2]: cleaned.get(name)
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
                return int(cleaned[question.name]) if cleaned.get(question.name) else None
        return cleaned.get(question.name)


def _fields(question: Question, answer: Any, language: str):
    """Yield the fields of a question as (name, field, initial value)."""
    text = getattr(question, f"text_{language}")
    options = [(option["name"], option[language]) for option in question.options]
    needed = {"required": question.needed, "error_messages": {"required": _("Answer this question.")}}
    match question.kind:
        case QuestionType.CHOICE:
            yield question.name, _radio_field(text, options, needed), answer
        case QuestionType.SEVERAL:
            widget = forms.CheckboxSelectMultiple
            yield (
                question.name,
                forms.MultipleChoiceField(label=text, choices=options, widget=widget, **needed),
                answer,
            )
        case QuestionType.SCALE:
            steps = [(str(i), str(i)) for i in range(question.lowest, question.highest + 1)]
            yield question.name, _radio_field(text, steps, needed), answer
        case QuestionType.TEXT:
            widget = forms.Textarea(attrs={"rows": 4})
            yield (
                question.name,
                forms.CharField(label=text, max_length=LONGEST_TEXT, widget=widget, **needed),
                answer,
            )
        case QuestionType.RANKING:
            places = [CHOOSE, *((str(i + 1), str(i + 1)) for i in range(len(options)))]
            for name, label in options:
                field = forms.ChoiceField(label=label, choices=places, widget=forms.Select, **needed)
                yield f"{question.name}-{name}", field, answer.index(name) + 1 if answer else ""
        case QuestionType.MATRIX:
            for item in question.items:
                field = _radio_field(item[language], options, needed)
                yield f"{question.name}-{item['name']}", field, (answer or {}).get(item["name"])


def _radio_field(label: str, choices: list, needed: dict) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **needed)


class SurveyConsentForm(ConsentForm):
    """The consents of a survey, in which nobody votes."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].label = _("Keep my answers, without my name")
        self.fields["quote"].label = _("Quote what I write word for word, without my name")
        self.fields["reuse"].label = _("Use what I answer for learning in other places")


class PaperResponseForm(AnswerForm, SurveyConsentForm):
    """A whole questionnaire from paper, with its code and consents."""

    language = forms.ChoiceField(
        label=_("Which language did they answer in?"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("The code on their slip"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Empty on paper is empty here; the action refuses missing required answers
        for field in self.fields.values():
            if field not in (self.fields["record"], self.fields["language"]):
                field.required = False

    def consents(self) -> set[str]:
        return {name for name in ("record", "quote", "reuse") if self.cleaned_data.get(name)}
