from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role

REVIEWERS = (Role.OFFICER, Role.EVALUATOR, Role.FACILITATOR)


def may_review(user, partnership) -> bool:
    """Return whether a user may begin reviews, record searches, screen records, add studies and write findings."""
    return has_role(user, partnership, *REVIEWERS)
