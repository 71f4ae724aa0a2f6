"""What waits for a moderator, and what was decided."""

from django.db.models import F, QuerySet

from cyfran.core.accounts.models import User
from cyfran.discover.conversations.models import (
    Conversation,
    ModerationDecision,
    Statement,
)
from cyfran.discover.conversations.queries.statements import statements_of
from cyfran.ground.partnerships.models import Membership, Partnership
from cyfran.ground.partnerships.rules import ORGANISERS


def waiting_statements(conversation: Conversation) -> QuerySet[Statement]:
    waiting = statements_of(conversation).filter(accepted__isnull=True, taken_back=False)
    return waiting.order_by("at")


def appealed_statements(conversation: Conversation) -> QuerySet[Statement]:
    """Rejected statements whose authors ask that they are looked at again, the oldest request first."""
    refused = refused_statements(conversation).filter(appeal__at__gte=F("decided_at"))
    return refused.select_related("appeal").order_by("appeal__at")


def other_moderators(partnership: Partnership, user: User) -> bool:
    """Return whether somebody else than this person may decide on the statements of a partnership."""
    memberships = Membership.objects.current().filter(partnership=partnership, role__in=ORGANISERS)
    return memberships.filter(user__is_active=True).exclude(user=user).exists()


def decisions_on(conversation: Conversation) -> QuerySet[ModerationDecision]:
    """Every decision on the statements of a conversation, the first one first."""
    decisions = ModerationDecision.objects.filter(statement__conversation=conversation)
    return decisions.select_related("statement", "statement__appeal", "by").order_by("id")


def refused_statements(conversation: Conversation) -> QuerySet[Statement]:
    return statements_of(conversation).filter(accepted=False, taken_back=False).order_by("-decided_at")


def labels_by_decision(conversation: Conversation) -> tuple[list[str], list[str]]:
    """The labels of all statements, and of those that were refused."""
    rows = statements_of(conversation).prefetch_related(None).values_list("label", "accepted")
    return [label for label, _ in rows], [label for label, accepted in rows if accepted is False]
