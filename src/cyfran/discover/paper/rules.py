from cyfran.discover.conversations.rules import may_run, may_write_down
from cyfran.discover.events.rules import may_record

__all__ = ["may_print", "may_print_kit", "may_read"]


def may_print(user, conversation) -> bool:
    """Print sheets: each copy lets one more person vote."""
    return may_run(user, conversation)


def may_read(user, partnership) -> bool:
    """Scan sheets that came back, review uncertain rows, type in sheets."""
    return may_write_down(user, partnership)


def may_print_kit(user, partnership) -> bool:
    """Print the paper for an event."""
    return may_record(user, partnership)
