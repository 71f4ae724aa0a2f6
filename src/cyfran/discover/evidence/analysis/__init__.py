from cyfran.discover.evidence.analysis.effects import RATIOS, REACH, as_effect, back_transform, has_no_events
from cyfran.discover.evidence.analysis.screening import (
    Alike,
    Order,
    as_figures,
    by_sample,
    find_duplicates,
    order_of,
    screening_agreement,
    stopping_figures,
)
from cyfran.discover.evidence.analysis.synthesis import (
    EffectPoint,
    InfluenceRow,
    Mean,
    Subgroup,
    Summary,
    groups_by,
    summarise,
)

__all__ = [
    "RATIOS", "REACH", "Alike", "EffectPoint", "InfluenceRow", "Mean", "Order", "Subgroup", "Summary",
    "as_effect", "as_figures", "back_transform", "by_sample", "find_duplicates", "groups_by", "has_no_events",
    "order_of", "screening_agreement", "stopping_figures", "summarise",
]  # fmt: skip
