from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_answer_for

__all__ = ["may_answer_for", "may_observe"]


def may_observe(user, partnership) -> bool:
    """Officers and evaluators: add outcomes and observations."""
    return has_role(user, partnership, Role.OFFICER, Role.EVALUATOR)
