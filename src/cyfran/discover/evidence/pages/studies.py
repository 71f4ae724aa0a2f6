"""What the page of a study shows: what was taken from it, who still has to look, and where two differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from django.utils.translation import gettext as _

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.models import (
    Effect,
    EffectDirection,
    EffectFormat,
    ExtractionSheet,
    Review,
    Study,
)
from cyfran.discover.evidence.pages.reviews import review_trail
from cyfran.discover.evidence.queries import ExtractionProgress, ExtractionQuestion
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.formats import decimals, number, plain
from cyfran.ui.trail import step


def study_trail(partnership: Partnership, review: Review, study: Study) -> list[dict[str, object]]:
    here = step(
        shorten(study.title, 60, placeholder="…"), "evidence:study", partnership.slug, review.pk, study.pk
    )
    return [*review_trail(partnership, review), here]


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with what was answered; ``why`` of a doubt, ``source`` the passage it rests on."""

    question: ExtractionQuestion
    text: str
    is_ours: bool
    why: str
    source: str


def answers_of(sheet: ExtractionSheet, questions: Iterable[ExtractionQuestion]) -> list[AnsweredQuestion]:
    """What a sheet says, without what it leaves empty."""
    found = []
    for one in questions:
        told = sheet.answers.get(one.key)
        if told:
            why = sheet.answers.get(f"why_{one.key}", "")
            text = _said(one, told)
            found.append(AnsweredQuestion(one, text, bool(one.choices), why, sheet.sources.get(one.key, "")))
    return found


def _with_why(question: ExtractionQuestion, sheet: ExtractionSheet) -> str:
    told, why = sheet.answers.get(question.key), sheet.answers.get(f"why_{question.key}")
    return f"{_said(question, told) if told else '–'}{f' – {why}' if why else ''}"


def _said(question: ExtractionQuestion, told) -> str:
    keys = told if isinstance(told, list) else [told]
    return ", ".join(
        plain(question.name_of(key) or BilingualText(key, key)) if question.choices else str(key)
        for key in keys
    )


def side_by_side_answers(answered: ExtractionProgress) -> list[tuple[ExtractionQuestion, list[str], bool]]:
    """Each question with what every person said, and whether they differ in it."""
    return [
        (one, [_with_why(one, sheet) for sheet in answered.sheets], one.key in answered.differ)
        for one in answered.form.questions
    ]


def in_words(effect: Effect) -> str:
    """An effect as the study tells it."""
    told = effect.numbers
    if effect.effect_format == EffectFormat.DIRECTION:
        return str(EffectDirection(told["direction"]).label)
    if effect.effect_format == EffectFormat.ESTIMATE:
        return _("%(e)s (%(l)s to %(h)s)") % {
            "e": _short(told["estimate"]),
            "l": _short(told["low"]),
            "h": _short(told["high"]),
        }
    if effect.effect_format == EffectFormat.CORRELATION:
        return _("r = %(r)s, %(n)s people") % {"r": _short(told["r"]), "n": number(told["n"])}
    if effect.effect_format == EffectFormat.COUNTS:
        return _("%(a)s of %(n)s against %(c)s of %(m)s") % {
            "a": number(told["events1"]),
            "n": number(told["n1"]),
            "c": number(told["events2"]),
            "m": number(told["n2"]),
        }
    return _("%(a)s (%(sd)s) of %(n)s against %(b)s (%(se)s) of %(m)s") % {
        "a": _short(told["mean1"]),
        "sd": _short(told["sd1"]),
        "n": number(told["n1"]),
        "b": _short(told["mean2"]),
        "se": _short(told["sd2"]),
        "m": number(told["n2"]),
    }


def _short(value: float) -> str:
    return decimals(value, 2)


def initial_answers(sheets: Sequence[ExtractionSheet], differ: Sequence[str] = ()) -> dict:
    """What a form begins with: the newest of these sheets, with the passages it rests on; nothing where people differ."""
    if not sheets:
        return {}
    newest = sheets[-1]
    told = dict(newest.answers) | {f"source_{key}": passage for key, passage in newest.sources.items()}
    return {name: value for name, value in told.items() if name not in differ}
