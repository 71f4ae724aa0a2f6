"""What was answered, counted, with how sure each share is: the same interval as everywhere."""

from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np

from cyfran.discover.surveys.models import Question, QuestionType
from cyfran.discover.surveys.queries import FinishedResponse
from cyfran.methods.opinion.intervals import wilson

FEWEST_FOR_SHARE = 10  # answers: with fewer, a share would say little and point at people


@dataclass(frozen=True)
class OptionCount:
    """How often one thing was chosen; its share and range once enough have answered."""

    label: dict[str, str]
    number: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Block:
    """Counts under one heading: the question itself, or one thing of several on the same scale."""

    label: dict[str, str] | None
    answered: int
    counts: list[OptionCount]


@dataclass(frozen=True)
class QuestionResult:
    """What came of one question. ``middle`` is the median on a scale; words are those that may be quoted."""

    question: Question
    answered: int
    blocks: list[Block]
    middle: float | None = None
    places: list[tuple[dict[str, str], float]] | None = None
    words: list[str] | None = None


def results(questions: list[Question], answered: list[FinishedResponse]) -> list[QuestionResult]:
    return [_result(question, [a for a in answered if question.pk in a.answers]) for question in questions]


def for_everyone(found: list[QuestionResult]) -> list[QuestionResult]:
    """Without words, which nobody has read before, and without counts of few people."""
    return [
        replace(
            result,
            words=None,
            blocks=[block for block in result.blocks if block.answered >= FEWEST_FOR_SHARE],
        )
        for result in found
    ]


def _result(question: Question, answered: list[FinishedResponse]) -> QuestionResult:
    values, number = [one.answers[question.pk] for one in answered], len(answered)
    match question.kind:
        case QuestionType.TEXT:
            words = [str(one.answers[question.pk]) for one in answered if one.may_quote]
            return QuestionResult(question, number, [], words=words)
        case QuestionType.SCALE:
            steps = [(_plain(step), step) for step in range(question.lowest, question.highest + 1)]
            middle = float(median(values)) if number >= FEWEST_FOR_SHARE else None
            return QuestionResult(
                question, number, [_block(None, steps, [[value] for value in values])], middle=middle
            )
        case QuestionType.MATRIX:
            blocks = [
                _block(item, _named(question), [[v[item["name"]]] for v in values if item["name"] in v])
                for item in question.items
            ]
            return QuestionResult(question, number, blocks)
        case QuestionType.RANKING:
            first = _block(None, _named(question), [[value[0]] for value in values])
            return QuestionResult(question, number, [first], places=_places(question, values))
    chosen = values if question.kind == QuestionType.SEVERAL else [[value] for value in values]
    return QuestionResult(question, number, [_block(None, _named(question), chosen)])


def _named(question: Question) -> list[tuple[dict[str, str], object]]:
    return [(option, option["name"]) for option in question.options]


def _plain(step: int) -> dict[str, str]:
    return {"en": str(step), "cy": str(step)}


def _block(label: dict[str, str] | None, things: list, chosen: list[list]) -> Block:
    answered = len(chosen)
    counts = []
    for text, name in things:
        number = sum(name in one for one in chosen)
        low, high = wilson(np.array([number]), np.array([answered]))
        enough = answered >= FEWEST_FOR_SHARE
        shares = (number / answered, float(low[0]), float(high[0])) if enough else (None, None, None)
        counts.append(OptionCount(text, number, *shares))
    return Block(label, answered, counts)


def _places(question: Question, values: list[list[str]]) -> list[tuple[dict[str, str], float]] | None:
    """The mean place of each thing, from 1, the highest first; nothing while too few have answered."""
    if len(values) < FEWEST_FOR_SHARE:
        return None
    found = [(o, mean(value.index(o["name"]) + 1 for value in values)) for o in question.options]
    return sorted(found, key=lambda pair: pair[1])
