"""The share of commitments that were kept, with its confidence interval."""

import numpy as np

from cyfran.deliver.commitments.queries import FulfilmentCounts
from cyfran.methods.opinion.intervals import wilson


def share_fulfilled(record: FulfilmentCounts) -> tuple[float, float, float] | None:
    """Return the share of due commitments that both sides see as kept, with its 95% interval, or None if none is due."""
    if not record.due:
        return None
    low, high = wilson(np.array([record.kept]), np.array([record.due]))
    return record.kept / record.due, float(low[0]), float(high[0])
