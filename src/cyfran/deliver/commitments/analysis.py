"""How sure a share of kept promises is: the same interval as everywhere."""

import numpy as np

from cyfran.deliver.commitments.queries import KeptRecord
from cyfran.methods.opinion.intervals import wilson


def share_fulfilled(record: KeptRecord) -> tuple[float, float, float] | None:
    """The share of due promises that both sides see as kept, with its 95% range; nothing where none is due."""
    if not record.due:
        return None
    low, high = wilson(np.array([record.kept]), np.array([record.due]))
    return record.kept / record.due, float(low[0]), float(high[0])
