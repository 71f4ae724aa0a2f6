from cyfran.discover.evidence.pages.flow import Box, Diagram, flow_rows, flow_table, picture_of
from cyfran.discover.evidence.pages.protocol import changes, parts_of
from cyfran.discover.evidence.pages.reviews import review_trail, reviews_trail, says
from cyfran.discover.evidence.pages.screening import Progress, marked, progress_of, screening_trail
from cyfran.discover.evidence.pages.searches import searches_trail, side_by_side

__all__ = [
    "Box", "Diagram", "Progress", "changes", "flow_rows", "flow_table", "marked", "parts_of", "picture_of", "progress_of",
    "review_trail", "reviews_trail", "says", "screening_trail", "searches_trail", "side_by_side",
]  # fmt: skip
