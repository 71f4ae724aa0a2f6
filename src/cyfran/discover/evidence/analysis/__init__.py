from cyfran.discover.evidence.analysis.effects import (
    RATIOS,
    Z_95,
    back_transform,
    compute_effect_size,
    has_no_events,
)
from cyfran.discover.evidence.analysis.screening import (
    CandidateDuplicate,
    Order,
    figures_as_json,
    find_duplicates,
    missed_by_sample,
    rank_records,
    screening_agreement,
    stopping_figures,
)
from cyfran.discover.evidence.analysis.synthesis import (
    EffectPoint,
    InfluenceRow,
    PooledEstimate,
    Subgroup,
    Summary,
    compare_subgroups,
    summarise,
)

__all__ = [
    "RATIOS", "Z_95", "CandidateDuplicate", "EffectPoint", "InfluenceRow", "Order", "PooledEstimate",
    "Subgroup", "Summary", "back_transform", "compare_subgroups", "compute_effect_size", "figures_as_json",
    "find_duplicates", "has_no_events", "missed_by_sample", "rank_records", "screening_agreement",
    "stopping_figures", "summarise",
]  # fmt: skip
