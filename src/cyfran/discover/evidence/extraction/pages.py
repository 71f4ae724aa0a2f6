"""What the page of a study shows: answers, readings of effects, and where two reviewers differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from django.utils.translation import gettext as _

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.extraction.models import (
    Effect,
    EffectDirection,
    EffectFormat,
    ExtractionSheet,
    Study,
)
from cyfran.discover.evidence.extraction.queries import ExtractionProgress, ExtractionQuestion
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.formats import decimals, number, plain
from cyfran.ui.trail import step


def study_trail(partnership: Partnership, review: Review, study: Study) -> list[dict[str, object]]:
    current = step(
        shorten(study.title, 60, placeholder="…"), "extraction:study", partnership.slug, review.pk, study.pk
    )
    return [*review_trail(partnership, review), current]


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer as text; ``why`` is the reason of a judgement, ``source`` the id of the passage it rests on."""

    question: ExtractionQuestion
    text: str
    is_ours: bool
    why: str
    source: str


def answers_of(sheet: ExtractionSheet, questions: Iterable[ExtractionQuestion]) -> list[AnsweredQuestion]:
    """Return the questions that a sheet answers, with the answers."""
    answered = []
    for question in questions:
        answer = sheet.answers.get(question.key)
        if answer:
            why = sheet.answers.get(f"why_{question.key}", "")
            text = _format_answer(question, answer)
            answered.append(
                AnsweredQuestion(
                    question, text, bool(question.choices), why, sheet.sources.get(question.key, "")
                )
            )
    return answered


def _format_answer_and_reason(question: ExtractionQuestion, sheet: ExtractionSheet) -> str:
    answer, why = sheet.answers.get(question.key), sheet.answers.get(f"why_{question.key}")
    return f"{_format_answer(question, answer) if answer else '–'}{f' – {why}' if why else ''}"


def _format_answer(question: ExtractionQuestion, answer) -> str:
    keys = answer if isinstance(answer, list) else [answer]
    return ", ".join(
        plain(question.name_of(key) or BilingualText(key, key)) if question.choices else str(key)
        for key in keys
    )


def side_by_side_answers(progress: ExtractionProgress) -> list[tuple[ExtractionQuestion, list[str], bool]]:
    """Return each question with every reviewer's answer, and whether these differ."""
    return [
        (
            question,
            [_format_answer_and_reason(question, sheet) for sheet in progress.sheets],
            question.key in progress.differences,
        )
        for question in progress.form.questions
    ]


def format_reading(reading: Effect) -> str:
    """Return one reviewer's reading of an effect in the numbers that the study reports."""
    numbers = reading.numbers
    if reading.effect_format == EffectFormat.DIRECTION:
        return str(EffectDirection(numbers["direction"]).label)
    if reading.effect_format == EffectFormat.ESTIMATE:
        return _("%(e)s (%(l)s to %(h)s)") % {
            "e": _two_decimals(numbers["estimate"]),
            "l": _two_decimals(numbers["low"]),
            "h": _two_decimals(numbers["high"]),
        }
    if reading.effect_format == EffectFormat.CORRELATION:
        return _("r = %(r)s, %(n)s people") % {"r": _two_decimals(numbers["r"]), "n": number(numbers["n"])}
    if reading.effect_format == EffectFormat.COUNTS:
        return _("%(a)s of %(n)s compared with %(c)s of %(m)s") % {
            "a": number(numbers["events1"]),
            "n": number(numbers["n1"]),
            "c": number(numbers["events2"]),
            "m": number(numbers["n2"]),
        }
    return _("Mean %(a)s (SD %(sd)s, n = %(n)s) compared with mean %(b)s (SD %(se)s, n = %(m)s)") % {
        "a": _two_decimals(numbers["mean1"]),
        "sd": _two_decimals(numbers["sd1"]),
        "n": number(numbers["n1"]),
        "b": _two_decimals(numbers["mean2"]),
        "se": _two_decimals(numbers["sd2"]),
        "m": number(numbers["n2"]),
    }


def _two_decimals(value: float) -> str:
    return decimals(value, 2)


def initial_answers(sheets: Sequence[ExtractionSheet], differences: Sequence[str] = ()) -> dict:
    """Return the initial values of a form: those of the newest sheet with its sources, without questions in dispute."""
    if not sheets:
        return {}
    newest = sheets[-1]
    answers = dict(newest.answers) | {f"source_{key}": passage for key, passage in newest.sources.items()}
    return {name: value for name, value in answers.items() if name not in differences}
