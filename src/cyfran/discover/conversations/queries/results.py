"""Totals, the log of votes, and the landscapes computed from it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from cyfran.discover.conversations.models import (
    Conversation,
    Landscape,
    ModerationDecision,
    Statement,
    Vote,
)
from cyfran.discover.conversations.queries.moderation import appealed_statements
from cyfran.discover.conversations.queries.statements import statements_of


@dataclass(frozen=True)
class ConversationTotals:
    """How many people, votes and statements a conversation has."""

    people: int
    votes: int
    accepted: int
    seeds: int  # of the accepted
    waiting: int
    refused: int


def tally(conversation: Conversation) -> ConversationTotals:
    statements = statements_of(conversation).prefetch_related(None)
    rows = list(statements.values_list("accepted", "is_seed"))
    decided = [accepted for accepted, _is_seed in rows]
    return ConversationTotals(
        people=Vote.objects.filter(conversation=conversation).values("participation").distinct().count(),
        votes=Vote.objects.filter(conversation=conversation)
        .values("participation", "statement")
        .distinct()
        .count(),
        accepted=decided.count(True),
        seeds=rows.count((True, True)),
        waiting=decided.count(None) + appealed_statements(conversation).count(),
        refused=decided.count(False),
    )


def vote_log(conversation: Conversation) -> QuerySet:
    """Every vote event as (participant label, statement label, answer, moment)."""
    log = Vote.objects.filter(conversation=conversation).order_by("id")
    return log.values_list("participation__label", "statement__label", "answer", "at")


def data_version(conversation: Conversation) -> str:
    """The version of a conversation's data: changes with every vote, decision and erasure, and with nothing else.

    Votes are only ever added or erased, so their last id and their number together identify the state.
    """
    votes = Vote.objects.filter(conversation=conversation).aggregate(last=Max("id"), number=Count("id"))
    decisions = ModerationDecision.objects.filter(statement__conversation=conversation).aggregate(
        last=Max("id")
    )
    statements = Statement.objects.filter(conversation=conversation).count()
    return f"{votes['last'] or 0}.{votes['number']}.{decisions['last'] or 0}.{statements}"


def newest_landscape(conversation: Conversation, mode: str) -> Landscape | None:
    return Landscape.objects.filter(conversation=conversation, mode=mode).order_by("-id").first()


def stale_conversations(before: datetime) -> list[Conversation]:
    """Conversations with votes, but no landscape of their present data, and none that is newer than ``before``."""
    with_votes = Conversation.objects.filter(Exists(Vote.objects.filter(conversation=OuterRef("pk"))))
    recommended = Landscape.objects.filter(mode="recommended")
    computed = set(recommended.values_list("conversation", "data_version"))
    candidates = with_votes.exclude(pk__in=recommended.filter(at__gt=before).values("conversation"))
    return [
        conversation
        for conversation in candidates
        if (conversation.pk, data_version(conversation)) not in computed
    ]
