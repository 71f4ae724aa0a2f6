"""From what was counted to what can be said: shares with ranges, change, and whether a gap narrowed."""

from dataclasses import dataclass

import numpy as np

from cyfran.deliver.outcomes.models import MeasureType, Observation
from cyfran.deliver.outcomes.queries import Observed
from cyfran.methods.change import Contrast, contrast_of_shares
from cyfran.methods.opinion.intervals import wilson

GAP_LEVEL = 0.9


@dataclass(frozen=True)
class ObservationPoint:
    """One observation as it is shown; a range only for shares."""

    observation: Observation
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Series:
    """What was counted over time, of everyone or of a group, and the change from the first to the last."""

    points: tuple[ObservationPoint, ...]
    change: Contrast | None

    @property
    def first(self) -> ObservationPoint | None:
        return self.points[0] if self.points else None

    @property
    def last(self) -> ObservationPoint | None:
        return self.points[-1] if len(self.points) > 1 else None


@dataclass(frozen=True)
class Gap:
    """How far two groups are apart at first and at last, and by how much that narrowed."""

    first: float
    last: float
    narrowing: Contrast


def series(found: Observed, observations: list[Observation]) -> Series:
    points = tuple(_points(observations, found.outcome.kind))
    comparable = found.outcome.kind == MeasureType.SHARE and len(observations) > 1
    return Series(points, _change(observations[0], observations[-1]) if comparable else None)


def _points(observations: list[Observation], kind: str):
    if kind != MeasureType.SHARE:
        return [ObservationPoint(o, float(o.value), None, None) for o in observations]
    counts = np.array([float(o.value) for o in observations])
    totals = np.array([o.out_of for o in observations])
    low, high = wilson(counts, totals) if observations else (counts, counts)
    shares = (counts / totals).tolist() if observations else []
    rows = zip(observations, shares, low.tolist(), high.tolist(), strict=True)
    return [ObservationPoint(o, share, a, b) for o, share, a, b in rows]


def _change(first: Observation, last: Observation) -> Contrast:
    counts, totals = _counts([first, last])
    return contrast_of_shares(counts, totals, [-1, 1])


def _counts(observations: list[Observation]) -> tuple[list[int], list[int]]:
    return [int(o.value) for o in observations], [o.out_of for o in observations]


def group_gap(found: Observed) -> Gap | None:
    """Whether two groups came nearer to each other; nothing unless there are just two, each observed twice or more."""
    two = [seen for seen in found.groups.values() if len(seen) > 1]
    if found.outcome.kind != MeasureType.SHARE or len(found.groups) != 2 or len(two) != 2:
        return None
    a, b = two
    counts, totals = _counts([a[0], a[-1], b[0], b[-1]])
    shares = [count / total for count, total in zip(counts, totals, strict=True)]
    first, last = shares[2] - shares[0], shares[3] - shares[1]
    direction = 1 if first >= 0 else -1  # so that a smaller distance is a narrowing, whichever group is ahead
    weights = [-direction, direction, direction, -direction]
    return Gap(abs(first), direction * last, contrast_of_shares(counts, totals, weights, GAP_LEVEL))
