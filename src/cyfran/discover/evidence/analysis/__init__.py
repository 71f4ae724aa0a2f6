from cyfran.discover.evidence.analysis.effects import RATIOS, REACH, as_effect, natural, says_nothing
from cyfran.discover.evidence.analysis.screening import (
    Alike,
    Order,
    alike,
    as_figures,
    by_sample,
    how_far_they_agree,
    order_of,
    where_it_stands,
)
from cyfran.discover.evidence.analysis.synthesis import (
    Group,
    Mean,
    Point,
    Summary,
    Without,
    groups_by,
    summarise,
)

__all__ = [
    "RATIOS", "REACH", "Alike", "Group", "Mean", "Order", "Point", "Summary", "Without", "alike", "as_effect", "as_figures",
    "by_sample", "groups_by", "how_far_they_agree", "natural", "order_of", "says_nothing", "summarise", "where_it_stands",
]  # fmt: skip
