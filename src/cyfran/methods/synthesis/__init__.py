"""Meta-analysis: effect sizes, pooled effects, heterogeneity, subgroups, dependent effects, small-study effects, influence."""

from cyfran.methods.synthesis.bias import (
    Egger,
    LeaveOneOut,
    TrimAndFill,
    cumulative,
    egger,
    leave_one_out,
    trim_and_fill,
)
from cyfran.methods.synthesis.counts import COUNT_METHODS, PooledCounts, pool_counts
from cyfran.methods.synthesis.dependent import DependentSynthesis, synthesise_dependent
from cyfran.methods.synthesis.effects import NEEDS, effect_sizes
from cyfran.methods.synthesis.influence import Influence, influence
from cyfran.methods.synthesis.pooling import (
    METHODS,
    VERSION,
    Coefficient,
    Pooled,
    Q,
    Synthesis,
    pool_many,
    synthesise,
)
from cyfran.methods.synthesis.robust import RobustCoefficient
from cyfran.methods.synthesis.subgroups import Subgroups, subgroups

__all__ = [
    "COUNT_METHODS", "METHODS", "NEEDS", "VERSION", "Coefficient", "DependentSynthesis", "Egger", "Influence",
    "LeaveOneOut", "Pooled", "PooledCounts", "Q", "RobustCoefficient", "Subgroups", "Synthesis", "TrimAndFill",
    "cumulative", "effect_sizes", "egger", "influence", "leave_one_out", "pool_counts", "pool_many",
    "subgroups", "synthesise", "synthesise_dependent", "trim_and_fill",
]  # fmt: skip
