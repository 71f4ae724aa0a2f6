from cyfran.discover.conversations.rules import may_moderate
from cyfran.discover.events.rules import may_record
from cyfran.discover.rooms.models import Room
from cyfran.ground.partnerships.rules import may_organise

__all__ = ["may_lead", "may_moderate", "may_open", "may_watch"]


def may_open(user, partnership) -> bool:
    return may_organise(user, partnership)


def may_lead(user, room: Room) -> bool:
    """Ask the next question, pause, close."""
    return may_organise(user, room.event.partnership)


def may_watch(user, room: Room) -> bool:
    """See who has not spoken yet, by table and language."""
    return may_record(user, room.event.partnership)
