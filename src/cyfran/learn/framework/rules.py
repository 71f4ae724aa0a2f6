from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_answer_for, may_see_inside, side_of

RUNNERS = (Role.OFFICER, Role.EVALUATOR, Role.FACILITATOR)

__all__ = ["may_answer_for", "may_run", "may_score", "may_see_inside"]


def may_run(user, partnership) -> bool:
    """Officers, evaluators and facilitators: open an assessment, enter scores from paper, change its step."""
    return has_role(user, partnership, *RUNNERS)


def may_score(user, partnership) -> str | None:
    """Return the side on whose panel someone scores, or None. Observers do not score."""
    watches = has_role(user, partnership, Role.OBSERVER)
    return None if watches else side_of(user, partnership)
