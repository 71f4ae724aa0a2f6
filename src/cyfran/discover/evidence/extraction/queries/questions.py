"""The extraction forms: their questions and choices, read from content/forms.yaml."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from cyfran.core.language import BilingualText

RISK_OF_BIAS, FACTS = "risk_of_bias", "facts"
OVERALL = "overall"


@dataclass(frozen=True)
class Choice:
    key: str
    name: BilingualText


@dataclass(frozen=True)
class ExtractionQuestion:
    """A question of a form. ``type`` is text, long, choice, several or judgement (a risk of bias, with a reason)."""

    key: str
    type: str
    label: BilingualText
    required: bool
    choices: tuple[Choice, ...]

    @property
    def is_compared(self) -> bool:
        """Whether two reviewers' answers are compared: answers in own words always differ."""
        return self.type not in ("text", "long")

    def name_of(self, key: str) -> BilingualText | None:
        return next((choice.name for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class ExtractionForm:
    key: str
    kind: str
    name: BilingualText
    designs: tuple[str, ...]
    questions: tuple[ExtractionQuestion, ...]

    def question(self, key: str) -> ExtractionQuestion:
        return next(question for question in self.questions if question.key == key)


@cache
def question_forms() -> dict[str, ExtractionForm]:
    """Return all forms by key, in the order of the file."""
    file = resources.files("cyfran.discover.evidence.extraction") / "content" / "forms.yaml"
    content = yaml.safe_load(file.read_text("utf-8"))
    risk_of_bias = _choices(content["risk_of_bias"])
    return {
        form["key"]: ExtractionForm(
            form["key"],
            form["kind"],
            BilingualText(**form["name"]),
            tuple(form.get("designs", ())),
            tuple(_question(field, risk_of_bias) for field in form["fields"]),
        )
        for form in content["forms"]
    }


def _question(field: dict, risk_of_bias: tuple[Choice, ...]) -> ExtractionQuestion:
    choices = risk_of_bias if field["type"] == "judgement" else _choices(field.get("choices", []))
    return ExtractionQuestion(
        field["key"], field["type"], BilingualText(**field["label"]), field.get("required", True), choices
    )


def _choices(entries: list[dict]) -> tuple[Choice, ...]:
    return tuple(Choice(entry["key"], BilingualText(entry["en"], entry["cy"])) for entry in entries)


def facts_form() -> ExtractionForm:
    return next(form for form in question_forms().values() if form.kind == FACTS)


def risk_of_bias_form(design: str) -> ExtractionForm | None:
    """Return the risk-of-bias form for a study design, or None."""
    return next((form for form in question_forms().values() if design in form.designs), None)
