"""Permissions on surveys; validity of answers, and which questions someone is asked."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.conversations.rules import may_write_down
from cyfran.ground.partnerships.rules import may_organise, may_see_inside


def may_run(user, partnership) -> bool:
    """Write questions, open, close and print a survey."""
    return may_organise(user, partnership)


def may_see(user, survey, state: str) -> bool:
    return state != PublicationState.DRAFT or may_see_inside(user, survey.partnership)


def may_see_answers(user, partnership) -> bool:
    """See single answers and texts: members only."""
    return may_see_inside(user, partnership)


def may_see_results(user, survey, state: str) -> bool:
    """See counted results: members, and everyone once the survey is closed."""
    return state == PublicationState.CLOSED or may_see_answers(user, survey.partnership)


def may_type_in(user, partnership) -> bool:
    """Type in what someone answered on paper."""
    return may_write_down(user, partnership)


def takes_answers(state: str) -> bool:
    return state == PublicationState.OPEN


# --- Answers ------------------------------------------------------------------------------------------------------

LONGEST_TEXT = 2000


class AnswerableQuestion(Protocol):
    """A question, as far as answering it goes."""

    pk: Any
    kind: str
    options: list[dict[str, str]]
    items: list[dict[str, str]]
    lowest: int | None
    highest: int | None
    only_if_id: Any
    only_option: str


Q = TypeVar("Q", bound=AnswerableQuestion)


def is_valid_answer(question: AnswerableQuestion, value: object) -> bool:
    """Whether a value is a valid answer to a question; empty values are the caller's concern."""
    options, items = (
        [option["name"] for option in question.options],
        [item["name"] for item in question.items],
    )
    match question.kind:
        case "choice":
            return value in options
        case "several":
            return _is_selection(value, options)
        case "scale":
            return type(value) is int and (question.lowest or 0) <= value <= (question.highest or 0)
        case "text":
            return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_TEXT
        case "ranking":
            return _is_selection(value, options) and len(value) == len(options)
        case "matrix":
            known = isinstance(value, dict) and set(value) <= set(items)
            return known and all(choice in options for choice in value.values())
    return False


def _is_selection(value: object, options: list[str]) -> bool:
    """Whether a value is a list of options, each at most once."""
    return (
        isinstance(value, list) and all(name in options for name in value) and len(set(value)) == len(value)
    )


def asked_questions(questions: Iterable[Q], answers: Mapping[Any, object]) -> list[Q]:
    """Return the questions someone is asked: those without a condition, and those whose condition is met.

    A condition on a question that is itself not asked is not met, whatever was answered to it.
    """
    asked: dict[Any, Q] = {}
    for question in questions:
        if question.only_if_id is None:
            asked[question.pk] = question
        elif question.only_if_id in asked:
            answer = answers.get(question.only_if_id)
            if answer == question.only_option or (
                isinstance(answer, list) and question.only_option in answer
            ):
                asked[question.pk] = question
    return list(asked.values())
