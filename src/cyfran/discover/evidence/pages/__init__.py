from cyfran.discover.evidence.pages.flow import Box, Diagram, flow_rows, flow_table, picture_of
from cyfran.discover.evidence.pages.forest import (
    Forest,
    Funnel,
    chance,
    effect_rows,
    forest_of,
    funnel_of,
    mean_rows,
    name_of,
    published_rows,
    spread,
    without_rows,
)
from cyfran.discover.evidence.pages.fulltexts import (
    Line,
    Standing,
    address_of,
    full_texts_trail,
    lines_of,
    page_asked,
    standing_of,
)
from cyfran.discover.evidence.pages.map import Cell, Lane, map_of
from cyfran.discover.evidence.pages.outcomes import (
    COMPARED_BY,
    advice_of,
    groups_of,
    harvest_of,
    middle_of,
)
from cyfran.discover.evidence.pages.protocol import changes, parts_of
from cyfran.discover.evidence.pages.report import methods_of, references_of
from cyfran.discover.evidence.pages.reviews import concern_names, review_trail, reviews_trail, says
from cyfran.discover.evidence.pages.screening import Progress, marked, progress_of, screening_trail
from cyfran.discover.evidence.pages.searches import searches_trail, side_by_side
from cyfran.discover.evidence.pages.studies import (
    Answer,
    answers_of,
    first_answers,
    in_words,
    side_by_side_answers,
    study_trail,
)

__all__ = [
    "COMPARED_BY", "Answer", "Box", "Cell", "Diagram", "Forest", "Funnel", "Lane", "Line", "Progress", "Standing",
    "address_of", "advice_of", "answers_of", "chance", "changes", "concern_names", "effect_rows", "first_answers", "flow_rows",
    "flow_table", "forest_of", "full_texts_trail", "funnel_of", "groups_of", "harvest_of", "in_words", "lines_of", "map_of",
    "marked", "mean_rows", "methods_of", "middle_of", "name_of", "page_asked", "parts_of", "picture_of", "progress_of",
    "published_rows", "references_of", "review_trail", "reviews_trail", "says", "screening_trail", "searches_trail",
    "side_by_side", "side_by_side_answers", "spread", "standing_of", "study_trail", "without_rows",
]  # fmt: skip
