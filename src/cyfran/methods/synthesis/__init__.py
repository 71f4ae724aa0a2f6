"""What studies say together: effect sizes, pooled effects, how much they differ, and what small studies do to them."""

from cyfran.methods.synthesis.bias import (
    Egger,
    Filled,
    Without,
    cumulative,
    egger,
    leave_one_out,
    trim_and_fill,
)
from cyfran.methods.synthesis.effects import NEEDS, effect_sizes
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

__all__ = [
    "METHODS", "NEEDS", "VERSION", "Coefficient", "Egger", "Filled", "Pooled", "Q", "Synthesis", "Without", "cumulative",
    "effect_sizes", "egger", "leave_one_out", "pool_many", "synthesise", "trim_and_fill",
]  # fmt: skip
