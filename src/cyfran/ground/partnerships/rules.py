"""Permissions in a partnership: each rule asks for a role, some for a side."""

from cyfran.core.accounts.rules import may_set_up_partnerships
from cyfran.core.request_memory import remember
from cyfran.ground.partnerships.models import Membership, Partnership, Role, Side

ORGANISERS = (Role.OFFICER, Role.FACILITATOR)
APPROVERS = {
    Side.INSTITUTION: (Role.OFFICER, Role.COMMISSIONER, Role.BOARD),
    Side.COMMUNITY: (Role.MEMBER, Role.CONNECTOR, Role.FACILITATOR, Role.BOARD),
}

# They see who said what, or decide for their side
TRUSTED_ROLES = (
    Role.OFFICER,
    Role.FACILITATOR,
    Role.CONNECTOR,
    Role.EVALUATOR,
    Role.COMMISSIONER,
    Role.BOARD,
)

__all__ = [
    "TRUSTED_ROLES",
    "has_role",
    "is_member_of_one_partnership",
    "may_answer_for",
    "may_approve_for",
    "may_manage",
    "may_organise",
    "may_record_power",
    "may_see_inside",
    "may_set_up_partnerships",
    "may_vouch_for_texts",
    "side_of",
]


def _memberships(user, partnership: Partnership) -> list[Membership]:
    """Return someone's current memberships in a partnership, the oldest first. Asked of the database once a request."""
    if not (user and user.is_authenticated and user.is_active):
        return []
    current = Membership.objects.current().filter(user=user.pk, partnership=partnership.pk)
    return remember(
        ("memberships", user.pk, partnership.pk), lambda: list(current.order_by("joined_at", "id"))
    )


def has_role(user, partnership: Partnership, *roles: str) -> bool:
    """Return whether someone has one of these roles now; the rules of chapters are built on it."""
    return any(membership.role in roles for membership in _memberships(user, partnership))


def may_see_inside(user, partnership: Partnership) -> bool:
    """Any member: see what is not public (drafts, queues, the list of members)."""
    return bool(_memberships(user, partnership))


def may_manage(user, partnership: Partnership) -> bool:
    """Officers: change members, organisations, charter, priority groups and settings."""
    return has_role(user, partnership, Role.OFFICER)


def may_organise(user, partnership: Partnership) -> bool:
    """Officers and facilitators: open, moderate and invite to conversations and events."""
    return has_role(user, partnership, *ORGANISERS)


def is_member_of_one_partnership(user) -> bool:
    """Until then its officers may correct someone's name: elsewhere others know them by it."""
    return not user.is_operator and user.memberships.values("partnership").distinct().count() == 1


def may_vouch_for_texts(user, partnership: Partnership) -> bool:
    """Any member may check a text in a language they read; their name is shown beside it."""
    return may_see_inside(user, partnership)


def side_of(user, partnership: Partnership) -> str | None:
    """Return the side someone is on, or None. Nobody is on both."""
    memberships = _memberships(user, partnership)
    return memberships[0].side if memberships else None


def may_approve_for(user, partnership: Partnership, side: str) -> bool:
    """Return whether someone may approve a phase, or sign the charter, for this side."""
    return any(
        membership.side == side and membership.role in APPROVERS[Side(side)]
        for membership in _memberships(user, partnership)
    )


def may_answer_for(user, partnership: Partnership) -> str | None:
    """Return the side for which someone may agree to a challenge or judge a commitment, or None."""
    side = side_of(user, partnership)
    return side if side and may_approve_for(user, partnership, side) else None


def may_record_power(user, partnership: Partnership, side: str) -> bool:
    return any(
        membership.side == side and membership.role != Role.OBSERVER
        for membership in _memberships(user, partnership)
    )
