from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role

REVIEWERS = (Role.OFFICER, Role.EVALUATOR, Role.FACILITATOR)


def may_review(user, partnership) -> bool:
    """Begin a review, record searches, read records, add studies, write findings."""
    return has_role(user, partnership, *REVIEWERS)
