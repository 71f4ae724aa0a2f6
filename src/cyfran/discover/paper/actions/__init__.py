from cyfran.discover.paper.actions.printing import MOST_COPIES, MOST_PAGES, print_sheets
from cyfran.discover.paper.actions.reading import keep_seen, look_at, type_in

__all__ = ["MOST_COPIES", "MOST_PAGES", "keep_seen", "look_at", "print_sheets", "type_in"]
