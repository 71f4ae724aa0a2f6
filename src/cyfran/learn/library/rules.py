from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role

LEARNERS = (Role.OFFICER, Role.FACILITATOR, Role.EVALUATOR, Role.CONNECTOR, Role.MEMBER)


def may_write(user, partnership) -> bool:
    return has_role(user, partnership, *LEARNERS)
