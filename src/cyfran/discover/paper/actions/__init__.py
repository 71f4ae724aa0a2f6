from cyfran.discover.paper.actions.printing import MOST_COPIES, MOST_PAGES, print_sheets
from cyfran.discover.paper.actions.reading import look_at, save_scanned_copy, type_in

__all__ = ["MOST_COPIES", "MOST_PAGES", "look_at", "print_sheets", "save_scanned_copy", "type_in"]
