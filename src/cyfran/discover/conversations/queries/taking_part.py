"""What a participant is asked next, and what they gave so far."""

import hashlib
import math
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from cyfran.discover.conversations.models import (
    Appeal,
    Conversation,
    Participation,
    Statement,
    Vote,
)
from cyfran.discover.conversations.queries.statements import open_statements, statements_of
from cyfran.ground.people.models import Identity, Participant
from cyfran.ground.people.queries import consents_of


def participation_of(participant: Participant | None, conversation: Conversation) -> Participation | None:
    if participant is None:
        return None
    return Participation.objects.filter(participant=participant, conversation=conversation).first()


@dataclass(frozen=True)
class VotingTurn:
    """The next statement to vote on, the probability with which it was drawn, and how many are answered."""

    statement: Statement | None
    selection_probability: float | None
    answered: int
    total: int


def next_turn(participation: Participation) -> VotingTurn:
    """Draw a statement this person has not answered.

    Newer statements are drawn up to nine times as often, so that late ones are heard too (weight 1 + 8 * 2^(-votes/5)).
    The draw is by a hash of person and statement, so a page that is loaded again asks the same.
    """
    own_votes = Vote.objects.filter(statement=OuterRef("pk"), participation=participation)
    statements = open_statements(participation.conversation)
    candidates = list(statements.annotate(seen=Count("votes"), is_answered=Exists(own_votes)))
    unanswered = [statement for statement in candidates if not statement.is_answered]
    if not unanswered:
        return VotingTurn(None, None, len(candidates), len(candidates))
    weights = {statement: 1 + 8 * 2 ** (-statement.seen / 5) for statement in unanswered}
    drawn = max(unanswered, key=lambda statement: _draw(participation, statement, weights[statement]))
    return VotingTurn(
        drawn, weights[drawn] / sum(weights.values()), len(candidates) - len(unanswered), len(candidates)
    )


def turn_on(participation: Participation, statement_pk: str) -> VotingTurn | None:
    """Return a turn on a statement that this person has answered already, for them to answer it anew; None if there is none."""
    answered = participation.votes.values("statement")
    try:
        statement = open_statements(participation.conversation).filter(pk__in=answered).get(pk=statement_pk)
    except (Statement.DoesNotExist, ValidationError):
        return None
    return replace(next_turn(participation), statement=statement, selection_probability=None)


def _draw(participation: Participation, statement: Statement, weight: float) -> float:
    """A key whose largest is a weighted draw without replacement (Efraimidis and Spirakis 2006)."""
    digest = hashlib.sha256(participation.pk.bytes + statement.pk.bytes).digest()
    uniform = (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)
    return math.log(uniform) / weight


@dataclass(frozen=True)
class OwnContributions:
    """What one person gave to a conversation, for them to see, download or erase."""

    statements: list[Statement]
    answers: list[Vote]
    consents: dict[str, bool]


def own_data_of(participation: Participation) -> OwnContributions:
    """Return what someone gave to a conversation: statements, their last votes, and consents."""
    appealed_at = Subquery(Appeal.objects.filter(statement=OuterRef("pk")).values("at")[:1])
    statements = (
        statements_of(participation.conversation)
        .filter(author=participation)
        .annotate(appealed_at=appealed_at)
    )
    votes = Vote.objects.filter(participation=participation).select_related("statement")
    votes = votes.prefetch_related("statement__translations").order_by("-id")
    newest_votes = {}
    for vote in votes:
        newest_votes.setdefault(vote.statement_id, vote)
    return OwnContributions(
        list(statements.order_by("at")), list(newest_votes.values()), consents_of(participation.participant)
    )


def last_conversation_of(participant: Participant) -> Conversation | None:
    newest = Participation.objects.filter(participant=participant).order_by("-at").first()
    return newest.conversation if newest else None


def other_conversations_of(participation: Participation) -> QuerySet[Conversation]:
    """Return where else somebody takes part, the newest first: one code leads back to all of it."""
    others = Conversation.objects.filter(participations__participant=participation.participant_id)
    return others.exclude(pk=participation.conversation_id).order_by("-participations__at")


def kept_with_account(participant: Participant) -> bool:
    return Identity.objects.filter(participant=participant).exists()
