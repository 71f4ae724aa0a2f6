"""Numbers by which results name people and statements: counted on one at a time, also when many arrive at once."""

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
    most: int = LONGEST_STATEMENT,
) -> Statement:
    require(bool(text.strip()), "statement_empty")
    require(len(text) <= most, "statement_too_long", most=most, now=len(text))
    number = _next_number(conversation, Statement)
    statement = Statement.objects.create(
        conversation=conversation,
        number=number,
        label=str(number),
        text=text.strip(),
        language=language,
        author=author,
        route=route,
        at=at,
    )
    log_event("statement.made", statement, by=None, at=at, within=conversation.partnership_id)
    return statement


def add_participant(conversation: Conversation, participant: Participant, at: datetime) -> Participation:
    there = Participation.objects.filter(conversation=conversation, participant=participant).first()
    if there:
        return there
    number = _next_number(conversation, Participation)
    return Participation.objects.create(
        conversation=conversation, participant=participant, number=number, label=str(number), at=at
    )


def _next_number(conversation: Conversation, model) -> int:
    """Count on from the highest number given so far, one at a time even when many arrive at once."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    highest = model.objects.filter(conversation=conversation).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1
