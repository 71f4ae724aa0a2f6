"""Who may do what with a survey; what counts as an answer, and which questions someone is asked."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from cyfran.discover.conversations.models import PublicationState
from cyfran.discover.conversations.rules import may_write_down
from cyfran.ground.partnerships.rules import may_organise, may_see_inside


def may_run(user, partnership) -> bool:
    """Write its questions, open and close it, print it."""
    return may_organise(user, partnership)


def may_see(user, survey, state: str) -> bool:
    return state != PublicationState.DRAFT or may_see_inside(user, survey.partnership)


def may_see_answers(user, partnership) -> bool:
    """Each answer, and words as they were written: for those who work with them."""
    return may_see_inside(user, partnership)


def may_see_results(user, survey, state: str) -> bool:
    """What was answered, counted: for everyone once it is closed, as far as enough have answered."""
    return state == PublicationState.CLOSED or may_see_answers(user, survey.partnership)


def may_type_in(user, partnership) -> bool:
    """Keep for someone what they answered on paper."""
    return may_write_down(user, partnership)


def takes_answers(state: str) -> bool:
    return state == PublicationState.OPEN


# --- Answers ------------------------------------------------------------------------------------------------------

LONGEST_TEXT = 2000


class Asks(Protocol):
    """A question, as far as answering it goes."""

    pk: Any
    kind: str
    options: list[dict[str, str]]
    items: list[dict[str, str]]
    lowest: int | None
    highest: int | None
    only_if_id: Any
    only_option: str


Q = TypeVar("Q", bound=Asks)


def is_valid_answer(question: Asks, value: object) -> bool:
    """Whether this is an answer to this question; nothing at all is checked elsewhere."""
    options, items = [o["name"] for o in question.options], [i["name"] for i in question.items]
    match question.kind:
        case "choice":
            return value in options
        case "several":
            return _is_of(value, options)
        case "scale":
            return type(value) is int and (question.lowest or 0) <= value <= (question.highest or 0)
        case "text":
            return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_TEXT
        case "ranking":
            return _is_of(value, options) and len(value) == len(options)
        case "matrix":
            known = isinstance(value, dict) and set(value) <= set(items)
            return known and all(said in options for said in value.values())
    return False


def _is_of(value: object, options: list[str]) -> bool:
    """Some of the options, each once."""
    return isinstance(value, list) and all(v in options for v in value) and len(set(value)) == len(value)


def asked(questions: Iterable[Q], answers: Mapping[Any, object]) -> list[Q]:
    """The questions someone is asked: those without a condition, and those whose condition holds by what was asked before.

    What was answered to a question that is no longer asked does not count.
    """
    found: dict[Any, Q] = {}
    for question in questions:
        if question.only_if_id is None:
            found[question.pk] = question
        elif question.only_if_id in found:
            said = answers.get(question.only_if_id)
            if said == question.only_option or (isinstance(said, list) and question.only_option in said):
                found[question.pk] = question
    return list(found.values())
