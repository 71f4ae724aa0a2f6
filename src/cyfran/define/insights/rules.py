from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_answer_for

ANALYSTS = (Role.OFFICER, Role.FACILITATOR, Role.EVALUATOR, Role.CONNECTOR, Role.MEMBER)

__all__ = ["may_answer_for", "may_make_sense"]


def may_make_sense(user, partnership) -> bool:
    """Analysts of both sides: add themes, tag statements, write insights, propose challenges and outcomes."""
    return has_role(user, partnership, *ANALYSTS)
