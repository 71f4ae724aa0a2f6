from cyfran.deliver.commitments.models import Commitment
from cyfran.ground.partnerships.models import Role, Side
from cyfran.ground.partnerships.rules import has_role, may_answer_for

PROMISERS = (Role.OFFICER, Role.COMMISSIONER, Role.FACILITATOR, Role.BOARD)
REPORTERS = (Role.OFFICER, Role.FACILITATOR, Role.CONNECTOR)

__all__ = ["may_answer_for", "may_give_feedback", "may_promise", "may_update", "owner_side"]


def may_promise(user, partnership) -> bool:
    return has_role(user, partnership, *PROMISERS)


def may_give_feedback(user, partnership) -> bool:
    return has_role(user, partnership, *REPORTERS)


def owner_side(user, commitment: Commitment) -> str | None:
    """Return the side for which someone owns a commitment, or None."""
    # An anonymous user has no pk, like the missing owner of a commitment: without this test they would be equal
    if not user.is_authenticated:
        return None
    if commitment.institution_owner_id == user.pk:
        return Side.INSTITUTION
    return Side.COMMUNITY if commitment.community_owner_id == user.pk else None


def may_update(user, commitment: Commitment) -> bool:
    return owner_side(user, commitment) is not None or has_role(user, commitment.partnership, Role.OFFICER)
