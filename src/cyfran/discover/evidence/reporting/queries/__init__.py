"""What the report of a review counts and archives."""

from .archive import (
    effect_values,
    finding_values,
    passage_values,
    protocol_values,
    search_rows,
    sheet_values,
    vote_rows,
)
from .flow import Flow, flow_of

__all__ = [
    "Flow",
    "effect_values",
    "finding_values",
    "flow_of",
    "passage_values",
    "protocol_values",
    "search_rows",
    "sheet_values",
    "vote_rows",
]
