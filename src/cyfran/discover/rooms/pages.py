"""The state of a room as JSON, the same for all phones, in both languages."""

import hashlib
import json
from dataclasses import dataclass

from cyfran.discover.conversations.models import Statement
from cyfran.discover.rooms.queries import CurrentQuestion


@dataclass(frozen=True)
class RoomStateResponse:
    """The state of a room as the body of a response, with its ETag."""

    body: bytes
    etag: str


def render_room_state(current_question: CurrentQuestion) -> RoomStateResponse:
    body = json.dumps(_state_as_dict(current_question), ensure_ascii=False, separators=(",", ":")).encode()
    return RoomStateResponse(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def _state_as_dict(current_question: CurrentQuestion) -> dict[str, object]:
    question = current_question.conversation.question if current_question.conversation else None
    return {
        "over": current_question.is_over,
        "item": str(current_question.item.pk) if current_question.item else None,
        "question": {"en": question.en, "cy": question.cy} if question else None,
        "statements": [_statement_as_dict(statement) for statement in current_question.statements],
    }


def _statement_as_dict(statement: Statement) -> dict[str, object]:
    translations = [
        {"text": translation.text, "language": translation.language}
        for translation in statement.translations.all()
    ]
    return {
        "id": str(statement.pk),
        "text": statement.text,
        "language": statement.language,
        "others": translations,
    }
