"""Findings, and the syntheses they rest on."""

from .findings import concern_names
from .forest import (
    cumulative_rows,
    effect_rows,
    forest_plot,
    format_p_value,
    funnel_plot,
    influence_rows,
    mean_rows,
)
from .outcomes import SUBGROUP_QUESTIONS, advice_sentences, harvest_plot, subgroup_table, summary_sentence

__all__ = [
    "SUBGROUP_QUESTIONS",
    "advice_sentences",
    "concern_names",
    "cumulative_rows",
    "effect_rows",
    "forest_plot",
    "format_p_value",
    "funnel_plot",
    "harvest_plot",
    "influence_rows",
    "mean_rows",
    "subgroup_table",
    "summary_sentence",
]
