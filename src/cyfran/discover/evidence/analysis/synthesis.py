"""From effects that people read in studies to methods, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import numpy as np

from cyfran.discover.evidence.analysis.effects import REACH, as_effect, has_no_events
from cyfran.discover.evidence.models import EffectDirection, EffectFormat, ReviewOutcome
from cyfran.discover.evidence.queries.extraction import StudyEffect
from cyfran.methods.errors import MethodError
from cyfran.methods.opinion.intervals import wilson
from cyfran.methods.synthesis import (
    Egger,
    Subgroups,
    Synthesis,
    egger,
    influence,
    leave_one_out,
    subgroups,
    synthesise,
    synthesise_dependent,
)

CONTRADICTING = 75.0  # I² in percent, from which a mean may describe no place, where effects point both ways
FEW, FEWEST_FOR_FUNNEL, FEWEST_OF_A_KIND = 5, 10, 3


@dataclass(frozen=True)
class EffectPoint:
    """An effect of a study, with its range, on the scale on which effects are pooled; ``weight`` is a share of all."""

    told: StudyEffect
    y: float
    v: float
    weight: float

    @property
    def low(self) -> float:
        return self.y - REACH * self.v**0.5

    @property
    def high(self) -> float:
        return self.y + REACH * self.v**0.5


@dataclass(frozen=True)
class Mean:
    """The pooled effect; ``predicted`` is where a new place may expect it."""

    estimate: float
    low: float
    high: float
    predicted: tuple[float, float] | None
    tau2: float
    i2: float
    knapp_hartung: bool
    q: float
    df: int
    p: float
    levels: int
    between: float = 0.0


@dataclass(frozen=True)
class InfluenceRow:
    """The mean without a study, or with those up to it; ``far`` where the study moves the mean of all out of proportion."""

    point: EffectPoint
    estimate: float
    low: float
    high: float
    far: bool = False


@dataclass(frozen=True)
class Summary:
    """What the studies say of an outcome.

    ``advice`` are codes of what to bear in mind; ``mean`` is empty where pooling is not right, for the reasons among these.
    ``as_published`` is the mean once each study was out, where all say in which year that was.
    """

    outcome: ReviewOutcome
    points: tuple[EffectPoint, ...]
    directions: dict[str, int]
    better: tuple[float, float]
    middle: tuple[float, float, float] | None
    mean: Mean | None
    egger: Egger | None
    without: tuple[InfluenceRow, ...]
    as_published: tuple[InfluenceRow, ...]
    advice: tuple[str, ...]

    @property
    def studies(self) -> int:
        return len({one.told.study.pk for one in self.points})


def summarise(
    outcome: ReviewOutcome, told: Sequence[StudyEffect], risk_of_bias: Mapping[UUID, str]
) -> Summary:
    """Of the effects that count. Effects of one study belong together: they are pooled on three levels."""
    final = [one for one in told if one.final]
    silent = [
        one for one in final if has_no_events(outcome.measure, one.final.effect_format, one.final.numbers)
    ]
    numbers = [
        one for one in final if one.final.effect_format != EffectFormat.DIRECTION and one not in silent
    ]
    y, v = _arrays(outcome, numbers)
    studies = [str(one.study.pk) for one in numbers]
    advice = _advice(outcome, y, v, studies, len(final) - len(silent), risk_of_bias)
    advice += ("both_alike",) if silent else ()
    may_pool = len(set(studies)) > 1 and "contradict" not in advice
    mean = _mean(y, v, studies) if may_pool else None
    weights = _weights(v, studies, mean)
    points = tuple(
        EffectPoint(*one, weight=float(weight / weights.sum()))
        for *one, weight in zip(numbers, y.tolist(), v.tolist(), weights, strict=True)
    )
    directions = _directions(outcome, final, y, len(silent))
    alone = mean is not None and len(set(studies)) == len(y) > 2
    return Summary(
        outcome=outcome,
        points=points,
        directions=directions,
        better=_share(directions),
        middle=_middle(y),
        mean=mean,
        egger=_small_studies(y, v) if mean and mean.levels == 2 else None,
        without=_without(points, y, v) if alone else (),
        as_published=_as_published(points, y, v) if alone else (),
        advice=advice,
    )


def _arrays(outcome: ReviewOutcome, told: Sequence[StudyEffect]) -> tuple[np.ndarray, np.ndarray]:
    both = [
        as_effect(outcome.measure, one.final.effect_format, one.final.numbers) for one in told if one.final
    ]
    return np.array([y for y, _ in both]), np.array([v for _, v in both])


def _mean(y: np.ndarray, v: np.ndarray, studies: list[str]) -> Mean:
    dependent = len(set(studies)) < len(studies)
    found = synthesise_dependent(y, v, studies) if dependent else _pooled(y, v)
    low, high = found.ci
    if dependent:  # of few studies that happen to agree the robust range can shrink to a point
        low, high = min(low, found.robust[0].ci[0]), max(high, found.robust[0].ci[1])
    return Mean(
        estimate=found.estimate,
        low=low,
        high=high,
        predicted=found.prediction_interval,
        tau2=found.tau2,
        i2=found.i2,
        knapp_hartung=found.knapp_hartung,
        q=found.q.value,
        df=found.q.df,
        p=found.q.p,
        levels=3 if dependent else 2,
        between=found.tau2_between if dependent else 0.0,
    )


def _weights(v: np.ndarray, studies: list[str], mean: Mean | None) -> np.ndarray:
    """As the mean weighs effects: those of one study share a part of their variance, and so of their weight."""
    own = 1 / (v + (mean.tau2 - mean.between if mean else 0.0))
    _, member = np.unique(studies, return_inverse=True) if studies else (None, np.empty(0, int))
    return own / (1 + (mean.between if mean else 0.0) * np.bincount(member, weights=own))[member]


def _small_studies(y: np.ndarray, v: np.ndarray) -> Egger | None:
    """Of ten studies or more, and not where all are as exact as each other: there nothing can be seen."""
    if len(y) < FEWEST_FOR_FUNNEL:
        return None
    try:
        return egger(y, v)
    except MethodError as error:
        if error.code != "moderators_not_separate":
            raise
        return None


def _pooled(y: np.ndarray, v: np.ndarray) -> Synthesis:
    """Ranges by Knapp and Hartung, but not where studies do not differ: there these would be too narrow.

    As Cochrane's reviews have it since 2025 (methods.cochrane.org, random-effects meta-analysis methods).
    """
    found = synthesise(y, v)
    return found if found.tau2 > 0 else synthesise(y, v, knapp_hartung=False)


def _advice(
    outcome: ReviewOutcome,
    y: np.ndarray,
    v: np.ndarray,
    studies: list[str],
    all_told: int,
    risk_of_bias: Mapping[UUID, str],
) -> tuple[str, ...]:
    found = []
    number = len(set(studies))
    if number < 2:
        found.append("one" if number else "none")
    elif _contradict(y, v):
        found.append("contradict")
    elif number < FEW:
        found.append("few")
    if number < len(studies):
        found.append("together")
    if all_told > len(studies):
        found.append("only_direction")
    appraised = [risk_of_bias.get(UUID(one), "") for one in set(studies)]
    if any(not one for one in appraised):
        found.append("not_appraised")
    if number and 2 * sum(one in ("high", "unclear") for one in appraised) > number:
        found.append("doubtful")
    if 2 <= number < FEWEST_FOR_FUNNEL:
        found.append("no_funnel")
    return tuple(found)


def _contradict(y: np.ndarray, v: np.ndarray) -> bool:
    """Much more than chance, with ranges clear of no effect on both sides."""
    clear = np.abs(y) > REACH * np.sqrt(v)
    both = bool((clear & (y > 0)).any() and (clear & (y < 0)).any())
    return both and synthesise(y, v).i2 >= CONTRADICTING


def _directions(
    outcome: ReviewOutcome, final: Sequence[StudyEffect], y: np.ndarray, silent: int
) -> dict[str, int]:
    """By the direction of the effect, not by whether a test called it significant."""
    counted = dict.fromkeys(EffectDirection.values, 0) | {str(EffectDirection.UNCLEAR): silent}
    for one in final:
        if one.final and one.final.effect_format == EffectFormat.DIRECTION:
            counted[one.final.numbers["direction"]] += 1
    better = int((y > 0).sum() if outcome.higher_is_better else (y < 0).sum())
    counted[EffectDirection.BETTER] += better
    counted[EffectDirection.UNCLEAR] += int((y == 0).sum())
    counted[EffectDirection.WORSE] += len(y) - better - int((y == 0).sum())
    return counted


def _share(directions: Mapping[str, int]) -> tuple[float, float]:
    """Range of the share of effects for the better among those that have a direction."""
    better = directions[EffectDirection.BETTER]
    told = better + directions[EffectDirection.WORSE]
    low, high = wilson(np.array([better]), np.array([told]))
    return float(low[0]), float(high[0])


def _middle(y: np.ndarray) -> tuple[float, float, float] | None:
    """Smallest, median and largest effect: what may be said where a mean may not."""
    return (float(y.min()), float(median(y.tolist())), float(y.max())) if len(y) else None


def _without(points: Sequence[EffectPoint], y: np.ndarray, v: np.ndarray) -> tuple[InfluenceRow, ...]:
    """Each mean of the others in the same manner as the mean of all: ranges as they would be had it been left out at first."""
    wide, normal = (leave_one_out(y, v, knapp_hartung=how) for how in (True, False))
    others = [one if one.tau2 > 0 else other for one, other in zip(wide, normal, strict=True)]
    return tuple(
        InfluenceRow(points[one.study - 1], one.estimate, *one.ci, far=figures.influential)
        for one, figures in zip(others, influence(y, v), strict=True)
    )


def _as_published(points: Sequence[EffectPoint], y: np.ndarray, v: np.ndarray) -> tuple[InfluenceRow, ...]:
    """The mean as it changed, year by year: effects come in the order of their years."""
    years = [one.told.study.year for one in points]
    if not all(years):
        return ()
    last = {year: place for place, year in enumerate(years) if place}
    found = [(place, _pooled(y[: place + 1], v[: place + 1])) for place in last.values()]
    return tuple(InfluenceRow(points[place], one.estimate, *one.ci) for place, one in found)


@dataclass(frozen=True)
class Subgroup:
    """A kind of studies, pooled by itself."""

    key: str
    studies: int
    estimate: float
    low: float
    high: float


def groups_by(summary: Summary, kinds: Mapping[UUID, str]) -> tuple[list[Subgroup], float | None]:
    """Each kind of studies by itself, and how likely chance alone makes them differ so.

    Kinds of fewer than three studies are left out, and nothing is compared where a study tells several effects, which belong
    together. Ranges are normal: of so few studies those of Knapp and Hartung may be far too narrow, and so the test between
    kinds far too sure.
    """
    if summary.studies < len(summary.points):
        return [], None
    of = [kinds.get(one.told.study.pk, "") for one in summary.points]
    kept = [i for i, kind in enumerate(of) if kind and of.count(kind) >= FEWEST_OF_A_KIND]
    if len({of[i] for i in kept}) < 2:
        return [], None
    y, v = (np.array([getattr(summary.points[i], name) for i in kept]) for name in ("y", "v"))
    found: Subgroups = subgroups(y, v, [of[i] for i in kept], knapp_hartung=False)
    groups = [Subgroup(key, one.k, one.estimate, *one.ci) for key, one in found.groups]
    return groups, found.between.p
