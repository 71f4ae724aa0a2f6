"""Results of a survey: counts, shares with Wilson intervals as on every other page, medians and mean places."""

from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np

from cyfran.core.small_numbers import may_show_share
from cyfran.discover.surveys.models import Question, QuestionType
from cyfran.discover.surveys.queries import FinishedResponse
from cyfran.methods.opinion.intervals import wilson


@dataclass(frozen=True)
class OptionCount:
    """How often an option was chosen; its share and interval are None on few answers."""

    label: dict[str, str]
    number: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class OptionCounts:
    """The option counts of a question, or of one item of a matrix question."""

    label: dict[str, str] | None
    answered: int
    counts: list[OptionCount]


@dataclass(frozen=True)
class QuestionResult:
    """The result of one question. ``median`` is for scales, ``mean_places`` for rankings, ``words`` are quotable texts."""

    question: Question
    answered: int
    blocks: list[OptionCounts]
    median: float | None = None
    mean_places: list[tuple[dict[str, str], float]] | None = None
    words: list[str] | None = None


def count_results(questions: list[Question], responses: list[FinishedResponse]) -> list[QuestionResult]:
    return [
        _question_result(question, [response for response in responses if question.pk in response.answers])
        for question in questions
    ]


def public_results(question_results: list[QuestionResult]) -> list[QuestionResult]:
    """Return results that may be published: without texts, which are not moderated, and without counts of few people."""
    return [
        replace(
            result,
            words=None,
            blocks=[block for block in result.blocks if may_show_share(block.answered)],
        )
        for result in question_results
    ]


def _question_result(question: Question, responses: list[FinishedResponse]) -> QuestionResult:
    values, response_count = [response.answers[question.pk] for response in responses], len(responses)
    match question.kind:
        case QuestionType.TEXT:
            words = [str(response.answers[question.pk]) for response in responses if response.may_quote]
            return QuestionResult(question, response_count, [], words=words)
        case QuestionType.SCALE:
            steps = [(_step_label(step), step) for step in range(question.lowest, question.highest + 1)]
            scale_median = float(median(values)) if may_show_share(response_count) else None
            return QuestionResult(
                question,
                response_count,
                [_count_block(None, steps, [[value] for value in values])],
                median=scale_median,
            )
        case QuestionType.MATRIX:
            blocks = [
                _count_block(
                    item,
                    _options_with_names(question),
                    [[answer[item["name"]]] for answer in values if item["name"] in answer],
                )
                for item in question.items
            ]
            return QuestionResult(question, response_count, blocks)
        case QuestionType.RANKING:
            first = _count_block(None, _options_with_names(question), [[value[0]] for value in values])
            return QuestionResult(
                question, response_count, [first], mean_places=_mean_places(question, values)
            )
    chosen = values if question.kind == QuestionType.SEVERAL else [[value] for value in values]
    return QuestionResult(
        question, response_count, [_count_block(None, _options_with_names(question), chosen)]
    )


def _options_with_names(question: Question) -> list[tuple[dict[str, str], object]]:
    return [(option, option["name"]) for option in question.options]


def _step_label(step: int) -> dict[str, str]:
    return {"en": str(step), "cy": str(step)}


def _count_block(label: dict[str, str] | None, options: list, selections: list[list]) -> OptionCounts:
    response_count = len(selections)
    counts = []
    for text, name in options:
        count = sum(name in selection for selection in selections)
        low, high = wilson(np.array([count]), np.array([response_count]))
        has_enough = may_show_share(response_count)
        shares = (count / response_count, float(low[0]), float(high[0])) if has_enough else (None, None, None)
        counts.append(OptionCount(text, count, *shares))
    return OptionCounts(label, response_count, counts)


def _mean_places(question: Question, values: list[list[str]]) -> list[tuple[dict[str, str], float]] | None:
    """Return the mean place of each option, from 1, the highest first; None while too few have answered."""
    if not may_show_share(len(values)):
        return None
    places = [
        (option, mean(value.index(option["name"]) + 1 for value in values)) for option in question.options
    ]
    return sorted(places, key=lambda pair: pair[1])
