from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_answer_for, may_see_inside, side_of

RUNNERS = (Role.OFFICER, Role.EVALUATOR, Role.FACILITATOR)

__all__ = ["may_answer_for", "may_run", "may_score", "may_see_inside"]


def may_run(user, partnership) -> bool:
    """Open an assessment, enter scores from paper, close the scoring."""
    return has_role(user, partnership, *RUNNERS)


def may_score(user, partnership) -> str | None:
    """The side on whose panel someone sits; those who only watch do not score."""
    watches = has_role(user, partnership, Role.OBSERVER)
    return None if watches else side_of(user, partnership)
