from collections.abc import Mapping

from cyfran.deliver.commitments.models import Commitment, Fulfilment
from cyfran.ground.partnerships.models import Role, Side
from cyfran.ground.partnerships.rules import has_role, may_answer_for

PROMISERS = (Role.OFFICER, Role.COMMISSIONER, Role.FACILITATOR, Role.BOARD)
REPORTERS = (Role.OFFICER, Role.FACILITATOR, Role.CONNECTOR)

__all__ = [
    "commitment_state",
    "may_answer_for",
    "may_give_feedback",
    "may_promise",
    "may_update",
    "owner_side",
]


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


def commitment_state(
    judgements: Mapping[str, str], *, is_withdrawn: bool, is_accepted: bool, is_due: bool
) -> str:
    """Return where a commitment stands, from each side's judgement of whether it was kept.

    What both sides say alike is its state: silence is not consent, and one side alone decides nothing.
    """
    if is_withdrawn:
        return "withdrawn"
    views = set(judgements.values())
    if len(judgements) == len(Side) and len(views) == 1:
        return views.pop()
    if Fulfilment.KEPT in views:
        return "one_view"
    if not is_accepted:
        return "waiting"
    return "late" if is_due else "open"
