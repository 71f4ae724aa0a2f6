from cyfran.discover.evidence.pages.flow import Diagram, FlowBox, flow_diagram, flow_rows, flow_table
from cyfran.discover.evidence.pages.forest import (
    Forest,
    Funnel,
    cumulative_rows,
    effect_rows,
    forest_plot,
    format_estimate_ci,
    format_p_value,
    funnel_plot,
    influence_rows,
    mean_rows,
    study_label,
)
from cyfran.discover.evidence.pages.fulltexts import (
    FullTextRow,
    VisibleVotes,
    full_text_rows,
    full_text_url,
    full_texts_trail,
    passage_choices,
    requested_page,
    standing_of,
)
from cyfran.discover.evidence.pages.map import Cell, Lane, map_lanes
from cyfran.discover.evidence.pages.outcomes import (
    SUBGROUP_QUESTIONS,
    advice_sentences,
    harvest_plot,
    subgroup_table,
    summary_sentence,
)
from cyfran.discover.evidence.pages.protocol import protocol_changes, protocol_parts
from cyfran.discover.evidence.pages.report import methods_sentences, reference_list
from cyfran.discover.evidence.pages.reviews import concern_names, home_summary, review_trail, reviews_trail
from cyfran.discover.evidence.pages.screening import (
    ScreeningCounts,
    highlight_words,
    progress_of,
    screening_trail,
)
from cyfran.discover.evidence.pages.searches import searches_trail, side_by_side
from cyfran.discover.evidence.pages.studies import (
    AnsweredQuestion,
    answers_of,
    format_reading,
    initial_answers,
    side_by_side_answers,
    study_trail,
)

__all__ = [
    "SUBGROUP_QUESTIONS", "AnsweredQuestion", "Cell", "Diagram", "FlowBox", "Forest", "FullTextRow", "Funnel",
    "Lane", "ScreeningCounts", "VisibleVotes", "advice_sentences", "answers_of", "concern_names",
    "cumulative_rows", "effect_rows", "flow_diagram", "flow_rows", "flow_table", "forest_plot",
    "format_estimate_ci", "format_p_value", "format_reading", "full_text_rows", "full_text_url",
    "full_texts_trail", "funnel_plot", "harvest_plot", "highlight_words", "home_summary", "influence_rows",
    "initial_answers", "map_lanes", "mean_rows", "methods_sentences", "passage_choices", "progress_of",
    "protocol_changes", "protocol_parts", "reference_list", "requested_page", "review_trail", "reviews_trail",
    "screening_trail", "searches_trail", "side_by_side", "side_by_side_answers", "standing_of", "study_label",
    "study_trail", "subgroup_table", "summary_sentence",
]  # fmt: skip
