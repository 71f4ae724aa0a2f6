"""What studies say together: effect sizes, pooled effects, how much they differ, and what small studies do to them."""

from cyfran.methods.synthesis.bias import (
    Egger,
    Filled,
    LeaveOneOut,
    cumulative,
    egger,
    leave_one_out,
    trim_and_fill,
)
from cyfran.methods.synthesis.counts import COUNT_METHODS, PooledCounts, pool_counts
from cyfran.methods.synthesis.dependent import Dependent, synthesise_dependent
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
from cyfran.methods.synthesis.robust import Robust
from cyfran.methods.synthesis.subgroups import Subgroups, subgroups

__all__ = [
    "COUNT_METHODS", "METHODS", "NEEDS", "VERSION", "Coefficient", "Dependent", "Egger", "Filled", "Influence",
    "LeaveOneOut", "Pooled", "PooledCounts", "Q", "Robust", "Subgroups", "Synthesis", "cumulative",
    "effect_sizes", "egger", "influence", "leave_one_out", "pool_counts", "pool_many", "subgroups",
    "synthesise", "synthesise_dependent", "trim_and_fill",
]  # fmt: skip
