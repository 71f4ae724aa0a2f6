"""The forms that studies are described by, as the content file has them."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from cyfran.core.language import BilingualText

DOUBTS, FACTS = "risk_of_bias", "facts"
OVERALL = "overall"


@dataclass(frozen=True)
class Choice:
    key: str
    name: BilingualText


@dataclass(frozen=True)
class ExtractionQuestion:
    """``type`` is text, long, choice, several or doubt: one of the doubts, and why."""

    key: str
    type: str
    label: BilingualText
    required: bool
    choices: tuple[Choice, ...]

    @property
    def is_compared(self) -> bool:
        """Whether two people's answers can be told apart by a machine: words of one's own always differ."""
        return self.type not in ("text", "long")

    def name_of(self, key: str) -> BilingualText | None:
        return next((one.name for one in self.choices if one.key == key), None)


@dataclass(frozen=True)
class ExtractionForm:
    key: str
    kind: str
    name: BilingualText
    designs: tuple[str, ...]
    questions: tuple[ExtractionQuestion, ...]

    def question(self, key: str) -> ExtractionQuestion:
        return next(one for one in self.questions if one.key == key)


@cache
def question_forms() -> dict[str, ExtractionForm]:
    """All of them by key, in the order of the file."""
    file = resources.files("cyfran.discover.evidence") / "content" / "forms.yaml"
    told = yaml.safe_load(file.read_text("utf-8"))
    risk_of_bias = _choices(told["risk_of_bias"])
    return {
        one["key"]: ExtractionForm(
            one["key"],
            one["kind"],
            BilingualText(**one["name"]),
            tuple(one.get("designs", ())),
            tuple(_question(field, risk_of_bias) for field in one["fields"]),
        )
        for one in told["forms"]
    }


def _question(told: dict, risk_of_bias: tuple[Choice, ...]) -> ExtractionQuestion:
    choices = risk_of_bias if told["type"] == "judgement" else _choices(told.get("choices", []))
    return ExtractionQuestion(
        told["key"], told["type"], BilingualText(**told["label"]), told.get("required", True), choices
    )


def _choices(told: list[dict]) -> tuple[Choice, ...]:
    return tuple(Choice(one["key"], BilingualText(one["en"], one["cy"])) for one in told)


def facts_form() -> ExtractionForm:
    return next(one for one in question_forms().values() if one.kind == FACTS)


def risk_of_bias_form(design: str) -> ExtractionForm | None:
    """Which doubts to ask of a study of this kind."""
    return next((one for one in question_forms().values() if design in one.designs), None)
