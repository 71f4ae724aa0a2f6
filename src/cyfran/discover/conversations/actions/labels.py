"""Add people and statements to a conversation under consecutive numbers, by which results name them."""

from datetime import datetime

from django.db.models import Max

from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations.models import Conversation, Participation, Statement
from cyfran.ground.people.models import Participant

LONGEST_STATEMENT = 280


def new_statement(
    conversation: Conversation,
    text: str,
    language: str,
    *,
    author: Participation | None,
    route: str,
    at: datetime,
    is_seed: bool = False,
    max_length: int = LONGEST_STATEMENT,
) -> Statement:
    """Save a statement under the next free number of its conversation."""
    check_length(text, max_length)
    number = _next_number(conversation, Statement)
    statement = Statement.objects.create(
        conversation=conversation,
        number=number,
        label=str(number),
        text=text.strip(),
        language=language,
        author=author,
        route=route,
        is_seed=is_seed,
        at=at,
    )
    log_event("statement.made", statement, by=None, at=at, within=conversation.partnership_id)
    return statement


def check_length(text: str, max_length: int = LONGEST_STATEMENT) -> None:
    require(bool(text.strip()), "statement_empty")
    require(len(text) <= max_length, "statement_too_long", most=max_length, now=len(text))


def add_participant(conversation: Conversation, participant: Participant, at: datetime) -> Participation:
    """Return the participation of this person, adding it if they are new."""
    existing = Participation.objects.filter(conversation=conversation, participant=participant).first()
    if existing:
        return existing
    number = _next_number(conversation, Participation)
    return Participation.objects.create(
        conversation=conversation, participant=participant, number=number, label=str(number), at=at
    )


def _next_number(conversation: Conversation, model) -> int:
    """Return the next free number; the conversation is locked, so that two who arrive at once get different ones."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    highest = model.objects.filter(conversation=conversation).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
