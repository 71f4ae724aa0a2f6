"""Meta-analysis of an outcome: from the agreed effects of its studies to the pooled estimate and what to bear in mind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import numpy as np

from cyfran.discover.evidence.extraction.analysis import Z_95, compute_effect_size, has_no_events
from cyfran.discover.evidence.extraction.models import EffectDirection, EffectFormat, ReviewOutcome
from cyfran.discover.evidence.extraction.queries import StudyEffect
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

CONTRADICTING_I2 = 75.0  # percent: from here a mean may describe no place, where effects point both ways
FEW, MIN_FOR_FUNNEL, MIN_IN_SUBGROUP = 5, 10, 3  # studies


@dataclass(frozen=True)
class EffectPoint:
    """An agreed effect as a point of the forest plot: effect size ``y`` and variance ``v``; ``weight`` is a share of 1."""

    effect: StudyEffect
    y: float
    v: float
    weight: float

    @property
    def low(self) -> float:
        return self.y - Z_95 * self.v**0.5

    @property
    def high(self) -> float:
        return self.y + Z_95 * self.v**0.5


@dataclass(frozen=True)
class PooledEstimate:
    """The pooled estimate; ``predicted`` is the prediction interval, ``levels`` are 3 where studies have several effects."""

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
    tau2_between: float = 0.0


@dataclass(frozen=True)
class InfluenceRow:
    """The pooled estimate without a study, or with those up to it; ``influential`` if the study moves it out of proportion."""

    point: EffectPoint
    estimate: float
    low: float
    high: float
    influential: bool = False


@dataclass(frozen=True)
class Summary:
    """The synthesis of an outcome.

    ``advice`` are codes of what to bear in mind; ``mean`` is None where pooling is not right, for a reason among these codes.
    ``directions`` counts effects by direction; ``better_ci`` is the interval of the share for the better among those with one.
    ``leave_one_out`` has the estimate without each study, ``cumulative`` that of all studies up to each year.
    """

    outcome: ReviewOutcome
    points: tuple[EffectPoint, ...]
    directions: dict[str, int]
    better_ci: tuple[float, float]
    min_median_max: tuple[float, float, float] | None
    mean: PooledEstimate | None
    egger: Egger | None
    leave_one_out: tuple[InfluenceRow, ...]
    cumulative: tuple[InfluenceRow, ...]
    advice: tuple[str, ...]

    @property
    def studies(self) -> int:
        return len({point.effect.study.pk for point in self.points})


def summarise(
    outcome: ReviewOutcome, effects: Sequence[StudyEffect], risk_of_bias: Mapping[UUID, str]
) -> Summary:
    """Summarise the agreed effects on an outcome. Several effects of one study depend on each other: they make three levels."""
    agreed = [effect for effect in effects if effect.agreed]
    without_events = [
        effect
        for effect in agreed
        if has_no_events(outcome.measure, effect.agreed.effect_format, effect.agreed.numbers)
    ]
    poolable = [
        effect
        for effect in agreed
        if effect.agreed.effect_format != EffectFormat.DIRECTION and effect not in without_events
    ]
    y, v = _effect_arrays(outcome, poolable)
    studies = [str(effect.study.pk) for effect in poolable]
    advice = _advice(outcome, y, v, studies, len(agreed) - len(without_events), risk_of_bias)
    advice += ("both_alike",) if without_events else ()
    may_pool = len(set(studies)) > 1 and "contradict" not in advice
    mean = _mean(y, v, studies) if may_pool else None
    weights = _weights(v, studies, mean)
    points = tuple(
        EffectPoint(*effect_y_v, weight=float(weight / weights.sum()))
        for *effect_y_v, weight in zip(poolable, y.tolist(), v.tolist(), weights, strict=True)
    )
    directions = _count_directions(outcome, agreed, y, len(without_events))
    one_effect_each = mean is not None and len(set(studies)) == len(y) > 2
    return Summary(
        outcome=outcome,
        points=points,
        directions=directions,
        better_ci=_better_share_ci(directions),
        min_median_max=_min_median_max(y),
        mean=mean,
        egger=_egger_test(y, v) if mean and mean.levels == 2 else None,
        leave_one_out=_leave_one_out_rows(points, y, v) if one_effect_each else (),
        cumulative=_cumulative_rows(points, y, v) if one_effect_each else (),
        advice=advice,
    )


def _effect_arrays(outcome: ReviewOutcome, effects: Sequence[StudyEffect]) -> tuple[np.ndarray, np.ndarray]:
    sizes = [
        compute_effect_size(outcome.measure, effect.agreed.effect_format, effect.agreed.numbers)
        for effect in effects
        if effect.agreed
    ]
    return np.array([y for y, _ in sizes]), np.array([v for _, v in sizes])


def _mean(y: np.ndarray, v: np.ndarray, studies: list[str]) -> PooledEstimate:
    dependent = len(set(studies)) < len(studies)
    synthesis = synthesise_dependent(y, v, studies) if dependent else _pool(y, v)
    low, high = synthesis.ci
    if dependent:  # of few studies that happen to agree the robust interval alone can shrink to a point
        low, high = min(low, synthesis.robust[0].ci[0]), max(high, synthesis.robust[0].ci[1])
    return PooledEstimate(
        estimate=synthesis.estimate,
        low=low,
        high=high,
        predicted=synthesis.prediction_interval,
        tau2=synthesis.tau2,
        i2=synthesis.i2,
        knapp_hartung=synthesis.knapp_hartung,
        q=synthesis.q.value,
        df=synthesis.q.df,
        p=synthesis.q.p,
        levels=3 if dependent else 2,
        tau2_between=synthesis.tau2_between if dependent else 0.0,
    )


def _weights(v: np.ndarray, studies: list[str], mean: PooledEstimate | None) -> np.ndarray:
    """Return the weight of each effect in the mean: those of one study share its random effect, so each weighs less."""
    own = 1 / (v + (mean.tau2 - mean.tau2_between if mean else 0.0))
    _, member = np.unique(studies, return_inverse=True) if studies else (None, np.empty(0, int))
    return own / (1 + (mean.tau2_between if mean else 0.0) * np.bincount(member, weights=own))[member]


def _egger_test(y: np.ndarray, v: np.ndarray) -> Egger | None:
    """Return Egger's test for ten studies or more, or None: also where all are equally precise, and nothing can be seen."""
    if len(y) < MIN_FOR_FUNNEL:
        return None
    try:
        return egger(y, v)
    except MethodError as error:
        if error.code != "moderators_not_separate":
            raise
        return None


def _pool(y: np.ndarray, v: np.ndarray) -> Synthesis:
    """Pool with intervals by Knapp and Hartung; normal ones where tau² is 0, as theirs would be too narrow there.

    As in Cochrane reviews since 2025 (methods.cochrane.org, random-effects meta-analysis methods).
    """
    synthesis = synthesise(y, v)
    return synthesis if synthesis.tau2 > 0 else synthesise(y, v, knapp_hartung=False)


def _advice(
    outcome: ReviewOutcome,
    y: np.ndarray,
    v: np.ndarray,
    studies: list[str],
    number_of_effects: int,
    risk_of_bias: Mapping[UUID, str],
) -> tuple[str, ...]:
    codes = []
    number = len(set(studies))
    if number < 2:
        codes.append("one" if number else "none")
    elif _contradict(y, v):
        codes.append("contradict")
    elif number < FEW:
        codes.append("few")
    if number < len(studies):
        codes.append("together")
    if number_of_effects > len(studies):
        codes.append("only_direction")
    appraised = [risk_of_bias.get(UUID(study), "") for study in set(studies)]
    if any(not judgement for judgement in appraised):
        codes.append("not_appraised")
    if number and 2 * sum(judgement in ("high", "unclear") for judgement in appraised) > number:
        codes.append("doubtful")
    if 2 <= number < MIN_FOR_FUNNEL:
        codes.append("no_funnel")
    return tuple(codes)


def _contradict(y: np.ndarray, v: np.ndarray) -> bool:
    """Return whether studies differ far beyond chance, with intervals clear of no effect on both sides."""
    clear = np.abs(y) > Z_95 * np.sqrt(v)
    both_directions = bool((clear & (y > 0)).any() and (clear & (y < 0)).any())
    return both_directions and synthesise(y, v).i2 >= CONTRADICTING_I2


def _count_directions(
    outcome: ReviewOutcome, effects: Sequence[StudyEffect], y: np.ndarray, without_events: int
) -> dict[str, int]:
    """Count effects by direction, whether significant or not (vote counting as the Cochrane Handbook allows it)."""
    counted = dict.fromkeys(EffectDirection.values, 0) | {str(EffectDirection.UNCLEAR): without_events}
    for effect in effects:
        if effect.agreed and effect.agreed.effect_format == EffectFormat.DIRECTION:
            counted[effect.agreed.numbers["direction"]] += 1
    better = int((y > 0).sum() if outcome.higher_is_better else (y < 0).sum())
    counted[EffectDirection.BETTER] += better
    counted[EffectDirection.UNCLEAR] += int((y == 0).sum())
    counted[EffectDirection.WORSE] += len(y) - better - int((y == 0).sum())
    return counted


def _better_share_ci(directions: Mapping[str, int]) -> tuple[float, float]:
    """Return the interval of the share of effects for the better among those with a direction."""
    better = directions[EffectDirection.BETTER]
    with_direction = better + directions[EffectDirection.WORSE]
    low, high = wilson(np.array([better]), np.array([with_direction]))
    return float(low[0]), float(high[0])


def _min_median_max(y: np.ndarray) -> tuple[float, float, float] | None:
    """Return the smallest, median and largest effect: what may be reported without pooling."""
    return (float(y.min()), float(median(y.tolist())), float(y.max())) if len(y) else None


def _leave_one_out_rows(
    points: Sequence[EffectPoint], y: np.ndarray, v: np.ndarray
) -> tuple[InfluenceRow, ...]:
    """Return the estimate without each study, with the interval that ``_pool`` would choose for the others."""
    knapp_hartung_rows, normal_rows = (
        leave_one_out(y, v, knapp_hartung=knapp_hartung) for knapp_hartung in (True, False)
    )
    rows = [
        wide if wide.tau2 > 0 else narrow
        for wide, narrow in zip(knapp_hartung_rows, normal_rows, strict=True)
    ]
    return tuple(
        InfluenceRow(points[row.study - 1], row.estimate, *row.ci, influential=figures.influential)
        for row, figures in zip(rows, influence(y, v), strict=True)
    )


def _cumulative_rows(points: Sequence[EffectPoint], y: np.ndarray, v: np.ndarray) -> tuple[InfluenceRow, ...]:
    """Return the estimate at the end of each year (effects come by year), or nothing where a study has no year."""
    years = [point.effect.study.year for point in points]
    if not all(years):
        return ()
    # The first effect alone is no mean, so place 0 is passed over
    last_places = {year: place for place, year in enumerate(years) if place}
    syntheses = [(place, _pool(y[: place + 1], v[: place + 1])) for place in last_places.values()]
    return tuple(
        InfluenceRow(points[place], synthesis.estimate, *synthesis.ci) for place, synthesis in syntheses
    )


@dataclass(frozen=True)
class Subgroup:
    """A subgroup of studies, pooled by itself."""

    key: str
    studies: int
    estimate: float
    low: float
    high: float


def compare_subgroups(summary: Summary, kinds: Mapping[UUID, str]) -> tuple[list[Subgroup], float | None]:
    """Return the subgroups (by a key for each study) and the p value of the test between them.

    Subgroups of fewer than three studies are left out, and nothing is compared where a study has several effects, which depend
    on each other. Intervals are normal: of so few studies those of Knapp and Hartung may be far too narrow, and so the test
    between subgroups far too sure.
    """
    if summary.studies < len(summary.points):
        return [], None
    kind_by_point = [kinds.get(point.effect.study.pk, "") for point in summary.points]
    kept = [
        i for i, kind in enumerate(kind_by_point) if kind and kind_by_point.count(kind) >= MIN_IN_SUBGROUP
    ]
    if len({kind_by_point[i] for i in kept}) < 2:
        return [], None
    y, v = (np.array([getattr(summary.points[i], name) for i in kept]) for name in ("y", "v"))
    comparison: Subgroups = subgroups(y, v, [kind_by_point[i] for i in kept], knapp_hartung=False)
    groups = [Subgroup(key, pooled.k, pooled.estimate, *pooled.ci) for key, pooled in comparison.groups]
    return groups, comparison.between.p
