"""What phones send, read without trust. Free of Django."""

import json
from uuid import UUID

from cyfran.core.errors import ActionError

MOST_VOTES = 500  # in one sending


def read_votes(body: bytes) -> list[tuple[UUID, int]]:
    """Read ``[["statement", 1], …]``. Anything else is refused whole, so that a phone never loses half of its list."""
    try:
        sent = json.loads(body)
        if not isinstance(sent, list) or len(sent) > MOST_VOTES:
            raise ValueError
        return [(UUID(statement), _answer(answer)) for statement, answer in sent]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ActionError("answer_not_understood") from error


def read_words(body: bytes) -> dict[str, object]:
    """Read ``{"text": …, "item": …}``, not yet checked; anything that is no such object is refused."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ActionError("answer_not_understood") from error
    if not isinstance(sent, dict):
        raise ActionError("answer_not_understood")
    return sent


def _answer(sent: object) -> int:
    if type(sent) is not int or sent not in (-1, 0, 1):
        raise ValueError
    return sent
