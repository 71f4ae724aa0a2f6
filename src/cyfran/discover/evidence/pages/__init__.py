from cyfran.discover.evidence.pages.flow import Diagram, FlowBox, flow_rows, flow_table, picture_of
from cyfran.discover.evidence.pages.forest import (
    Forest,
    Funnel,
    effect_rows,
    forest_plot,
    format_estimate_ci,
    format_p_value,
    funnel_of,
    influence_rows,
    mean_rows,
    name_of,
    published_rows,
)
from cyfran.discover.evidence.pages.fulltexts import (
    FullTextRow,
    Standing,
    address_of,
    full_texts_trail,
    lines_of,
    page_asked,
    passage_choices,
    standing_of,
)
from cyfran.discover.evidence.pages.map import Cell, Lane, map_of
from cyfran.discover.evidence.pages.outcomes import (
    COMPARED_BY,
    advice_of,
    groups_of,
    harvest_of,
    summary_sentence,
)
from cyfran.discover.evidence.pages.protocol import changes, parts_of
from cyfran.discover.evidence.pages.report import methods_of, references_of
from cyfran.discover.evidence.pages.reviews import concern_names, home_summary, review_trail, reviews_trail
from cyfran.discover.evidence.pages.screening import Progress, marked, progress_of, screening_trail
from cyfran.discover.evidence.pages.searches import searches_trail, side_by_side
from cyfran.discover.evidence.pages.studies import (
    AnsweredQuestion,
    answers_of,
    in_words,
    initial_answers,
    side_by_side_answers,
    study_trail,
)

__all__ = [
    "COMPARED_BY", "AnsweredQuestion", "Cell", "Diagram", "FlowBox", "Forest", "FullTextRow", "Funnel", "Lane",
    "Progress", "Standing", "address_of", "advice_of", "answers_of", "changes", "concern_names", "effect_rows",
    "flow_rows", "flow_table", "forest_plot", "format_estimate_ci", "format_p_value", "full_texts_trail",
    "funnel_of", "groups_of", "harvest_of", "home_summary", "in_words", "influence_rows", "initial_answers",
    "lines_of", "map_of", "marked", "mean_rows", "methods_of", "name_of", "page_asked", "parts_of",
    "passage_choices", "picture_of", "progress_of", "published_rows", "references_of", "review_trail",
    "reviews_trail", "screening_trail", "searches_trail", "side_by_side", "side_by_side_answers", "standing_of",
    "study_trail", "summary_sentence",
]  # fmt: skip
