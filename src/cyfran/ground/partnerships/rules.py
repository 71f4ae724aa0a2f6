"""Who may do what in a partnership. Each rule asks for a role; some ask for the side, or for an open phase."""

from cyfran.core.accounts.rules import may_set_up_partnerships
from cyfran.ground.partnerships.models import Membership, Partnership, Role, Side

ORGANISERS = (Role.OFFICER, Role.FACILITATOR)
KEY_HOLDERS = {
    Side.INSTITUTION: (Role.OFFICER, Role.COMMISSIONER, Role.BOARD),
    Side.COMMUNITY: (Role.MEMBER, Role.CONNECTOR, Role.FACILITATOR, Role.BOARD),
}

__all__ = [
    "has_role",
    "may_answer_for",
    "may_hold_key",
    "may_manage",
    "may_organise",
    "may_record_power",
    "may_see_inside",
    "may_set_up_partnerships",
    "may_vouch_for_texts",
    "side_of",
]


def _memberships(user, partnership: Partnership):
    if not (user and user.is_authenticated and user.is_active):
        return Membership.objects.none()
    return Membership.objects.current().filter(user=user, partnership=partnership)


def has_role(user, partnership: Partnership, *roles: str) -> bool:
    """For the rules of chapters: whether someone holds one of these roles here, now."""
    return _memberships(user, partnership).filter(role__in=roles).exists()


def may_see_inside(user, partnership: Partnership) -> bool:
    """Members see what is not yet public: drafts, queues, who belongs."""
    return _memberships(user, partnership).exists()


def may_manage(user, partnership: Partnership) -> bool:
    """Members, organisations, charter, priority groups, settings."""
    return has_role(user, partnership, Role.OFFICER)


def may_organise(user, partnership: Partnership) -> bool:
    """Conversations and events: open them, invite to them, moderate them."""
    return has_role(user, partnership, *ORGANISERS)


def may_vouch_for_texts(user, partnership: Partnership) -> bool:
    """Anyone of the partnership who reads both languages may say that a text is right; their name stands beside it."""
    return may_see_inside(user, partnership)


def side_of(user, partnership: Partnership) -> str | None:
    """The side someone is on. Nobody is on both."""
    membership = _memberships(user, partnership).order_by("joined_at", "id").first()
    return membership.side if membership else None


def may_hold_key(user, partnership: Partnership, side: str) -> bool:
    """A gate has two keys. Each side's is held by those who answer for it."""
    return _memberships(user, partnership).filter(side=side, role__in=KEY_HOLDERS[Side(side)]).exists()


def may_answer_for(user, partnership: Partnership) -> str | None:
    """The side someone may speak for: agree to a challenge, judge a promise. Nobody speaks for both."""
    side = side_of(user, partnership)
    return side if side and may_hold_key(user, partnership, side) else None


def may_record_power(user, partnership: Partnership, side: str) -> bool:
    return _memberships(user, partnership).filter(side=side).exclude(role=Role.OBSERVER).exists()
