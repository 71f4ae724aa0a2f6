"""Series of observations: shares with confidence intervals, their change, and the gap between two groups."""

from dataclasses import dataclass

import numpy as np

from cyfran.deliver.outcomes.models import MeasureType, Observation
from cyfran.deliver.outcomes.queries import OutcomeSeries
from cyfran.methods.change import Contrast, contrast_of_shares
from cyfran.methods.opinion.intervals import wilson

GAP_LEVEL = 0.9


@dataclass(frozen=True)
class ObservationPoint:
    """An observation as a float, with a 95% interval if it is a share."""

    observation: Observation
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Series:
    """The observations of everyone or of a group over time, with the change from the first to the last."""

    points: tuple[ObservationPoint, ...]
    change: Contrast | None

    @property
    def first(self) -> ObservationPoint | None:
        return self.points[0] if self.points else None

    @property
    def last(self) -> ObservationPoint | None:
        return self.points[-1] if len(self.points) > 1 else None


@dataclass(frozen=True)
class GroupGap:
    """The distance between two groups at their first and last observation, and by how much it narrowed."""

    first: float
    last: float
    narrowing: Contrast


def series(observed: OutcomeSeries, observations: list[Observation]) -> Series:
    points = tuple(_points(observations, observed.outcome.kind))
    comparable = observed.outcome.kind == MeasureType.SHARE and len(observations) > 1
    return Series(points, _change(observations[0], observations[-1]) if comparable else None)


def _points(observations: list[Observation], kind: str):
    if kind != MeasureType.SHARE:
        return [
            ObservationPoint(observation, float(observation.standing.value), None, None)
            for observation in observations
        ]
    counts = np.array([float(observation.standing.value) for observation in observations])
    totals = np.array([observation.standing.out_of for observation in observations])
    low, high = wilson(counts, totals) if observations else (counts, counts)
    shares = (counts / totals).tolist() if observations else []
    rows = zip(observations, shares, low.tolist(), high.tolist(), strict=True)
    return [ObservationPoint(observation, share, lower, upper) for observation, share, lower, upper in rows]


def _change(first: Observation, last: Observation) -> Contrast:
    counts, totals = _counts([first, last])
    return contrast_of_shares(counts, totals, [-1, 1])


def _counts(observations: list[Observation]) -> tuple[list[int], list[int]]:
    return [int(observation.standing.value) for observation in observations], [
        observation.standing.out_of for observation in observations
    ]


def group_gap(observed: OutcomeSeries) -> GroupGap | None:
    """Return the gap between the two groups of an outcome, or None unless there are two, each observed twice or more."""
    observed_twice = [observations for observations in observed.groups.values() if len(observations) > 1]
    if observed.outcome.kind != MeasureType.SHARE or len(observed.groups) != 2 or len(observed_twice) != 2:
        return None
    group_a, group_b = observed_twice
    counts, totals = _counts([group_a[0], group_a[-1], group_b[0], group_b[-1]])
    shares = [count / total for count, total in zip(counts, totals, strict=True)]
    first, last = shares[2] - shares[0], shares[3] - shares[1]
    direction = 1 if first >= 0 else -1  # so that a smaller distance is a narrowing, whichever group is ahead
    weights = [-direction, direction, direction, -direction]
    return GroupGap(abs(first), direction * last, contrast_of_shares(counts, totals, weights, GAP_LEVEL))
