from cyfran.discover.conversations.rules import may_run, may_write_down
from cyfran.discover.events.rules import may_record

__all__ = ["may_print", "may_print_kit", "may_read"]


def may_print(user, conversation) -> bool:
    """Make sheets: each lets one more person vote."""
    return may_run(user, conversation)


def may_read(user, partnership) -> bool:
    """Scan sheets that came back, look at what was not sure, type what is on them."""
    return may_write_down(user, partnership)


def may_print_kit(user, partnership) -> bool:
    """Print what an evening needs."""
    return may_record(user, partnership)
