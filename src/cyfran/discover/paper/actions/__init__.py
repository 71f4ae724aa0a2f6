from cyfran.discover.paper.actions.printing import MOST_COPIES, MOST_PAGES, print_sheets
from cyfran.discover.paper.actions.reading import review_scanned_row, save_scanned_copy, type_in

__all__ = ["MOST_COPIES", "MOST_PAGES", "print_sheets", "review_scanned_row", "save_scanned_copy", "type_in"]
