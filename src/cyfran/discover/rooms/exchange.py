"""Parse and check what phones send. Free of Django."""

import json
from uuid import UUID

from cyfran.core.errors import ActionError

MOST_VOTES = 500  # in one sending


def read_votes(body: bytes) -> list[tuple[UUID, int]]:
    """Read ``[["statement", 1], …]``. Anything else is refused as a whole, so that a phone never loses part of its list."""
    try:
        votes = json.loads(body)
        if not isinstance(votes, list) or len(votes) > MOST_VOTES:
            raise ValueError
        return [(UUID(statement), _check_answer(answer)) for statement, answer in votes]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ActionError("answer_not_understood") from error


def read_words(body: bytes) -> dict[str, object]:
    """Read ``{"text": …, "item": …}`` without checking the values; anything that is not an object is refused."""
    try:
        words = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ActionError("answer_not_understood") from error
    if not isinstance(words, dict):
        raise ActionError("answer_not_understood")
    return words


def _check_answer(value: object) -> int:
    if type(value) is not int or value not in (-1, 0, 1):
        raise ValueError
    return value
