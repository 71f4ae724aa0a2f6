from cyfran.discover.conversations.rules import may_write_down
from cyfran.discover.events.models import Event, EventStage
from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_organise, may_see_inside

__all__ = ["may_plan", "may_record", "may_see", "may_see_claims", "takes_sign_ups"]


def may_plan(user, partnership) -> bool:
    """Plan an event, announce it, change or cancel it."""
    return may_organise(user, partnership)


def may_record(user, partnership) -> bool:
    """Write down what happened: who came, what was said, what was promised."""
    return may_write_down(user, partnership)


def may_see(user, event: Event, state: str) -> bool:
    """What is being planned is for the partnership; what was announced is for everyone."""
    return state != EventStage.PLANNED or may_see_inside(user, event.partnership)


def may_see_claims(user, partnership) -> bool:
    """Money is seen by those who handle it."""
    return has_role(user, partnership, Role.OFFICER, Role.FACILITATOR, Role.COMMISSIONER)


def takes_sign_ups(state: str) -> bool:
    return state == EventStage.ANNOUNCED
