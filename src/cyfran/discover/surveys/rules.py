from cyfran.discover.conversations.models import State
from cyfran.discover.conversations.rules import may_write_down
from cyfran.ground.partnerships.rules import may_organise, may_see_inside

__all__ = ["may_run", "may_see", "may_see_results", "may_type_in", "takes_answers"]


def may_run(user, partnership) -> bool:
    """Write its questions, open and close it, print it."""
    return may_organise(user, partnership)


def may_see(user, survey, state: str) -> bool:
    return state != State.DRAFT or may_see_inside(user, survey.partnership)


def may_see_results(user, partnership) -> bool:
    """Each answer, and words as they were written: for those who work with them."""
    return may_see_inside(user, partnership)


def may_type_in(user, partnership) -> bool:
    """Keep for someone what they answered on paper."""
    return may_write_down(user, partnership)


def takes_answers(state: str) -> bool:
    return state == State.OPEN
