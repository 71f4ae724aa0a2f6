from cyfran.discover.conversations.rules import may_write_down
from cyfran.discover.events.models import Event, EventStage
from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import has_role, may_organise, may_see_inside

__all__ = ["is_not_paid", "may_plan", "may_record", "may_see", "may_see_claims", "takes_sign_ups"]


def may_plan(user, partnership) -> bool:
    """Plan, announce, change and cancel events."""
    return may_organise(user, partnership)


def may_record(user, partnership) -> bool:
    """Record attendance, contributions and promises."""
    return may_write_down(user, partnership)


def may_see(user, event: Event, state: str) -> bool:
    """Planned events are visible within the partnership, announced ones to everyone."""
    return state != EventStage.PLANNED or may_see_inside(user, event.partnership)


def is_not_paid(claim) -> bool:
    """Until then a claim may be corrected: what was paid stays as it was claimed."""
    return not hasattr(claim, "payment")


def may_see_claims(user, partnership) -> bool:
    """See claims and payments: those who handle money."""
    return has_role(user, partnership, Role.OFFICER, Role.FACILITATOR, Role.COMMISSIONER)


def takes_sign_ups(state: str) -> bool:
    return state == EventStage.ANNOUNCED
