from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_answer_for, may_see_inside

DESIGNERS = (Role.OFFICER, Role.FACILITATOR, Role.COMMISSIONER, Role.CONNECTOR, Role.MEMBER)
RECORDERS = (Role.OFFICER, Role.FACILITATOR)

__all__ = ["may_answer_for", "may_design", "may_record_decision", "may_see_inside"]


def may_design(user, partnership) -> bool:
    """Designers of both sides: add ideas, write proposals, assess their impact."""
    return has_role(user, partnership, *DESIGNERS)


def is_not_up_for_decision(proposal) -> bool:
    """Until then a proposal may be corrected: what is decided on stays as it was read."""
    return not proposal.decisions.exists()


def is_in_no_proposal(idea) -> bool:
    """Until then an idea may be corrected or removed: a proposal names what it comes from."""
    return not idea.proposals.exists()


def may_record_decision(user, partnership) -> bool:
    return has_role(user, partnership, *RECORDERS)
