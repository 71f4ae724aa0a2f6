"""What phones and the big screen are sent: one answer for all of them, in both languages."""

import hashlib
import json
from dataclasses import dataclass

from cyfran.discover.conversations.models import Statement
from cyfran.discover.rooms.queries import AskedQuestion


@dataclass(frozen=True)
class Now:
    """What a room is asked now, ready to be sent, and the mark by which a phone says that it has it."""

    body: bytes
    mark: str


def render_room_state(asked: AskedQuestion) -> Now:
    body = json.dumps(_as_data(asked), ensure_ascii=False, separators=(",", ":")).encode()
    return Now(body, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def _as_data(asked: AskedQuestion) -> dict[str, object]:
    question = asked.conversation.question if asked.conversation else None
    return {
        "over": asked.is_over,
        "item": str(asked.item.pk) if asked.item else None,
        "question": {"en": question.en, "cy": question.cy} if question else None,
        "statements": [_statement(statement) for statement in asked.statements],
    }


def _statement(statement: Statement) -> dict[str, object]:
    others = [{"text": t.text, "language": t.language} for t in statement.translations.all()]
    return {
        "id": str(statement.pk),
        "text": statement.text,
        "language": statement.language,
        "others": others,
    }
