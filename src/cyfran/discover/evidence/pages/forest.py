"""Where everything of a forest plot and a funnel plot stands; the numbers stand in tables beside them."""

from dataclasses import dataclass
from math import exp, log

from django.utils.translation import gettext as _

from cyfran.discover.evidence.analysis import (
    RATIOS,
    REACH,
    EffectPoint,
    InfluenceRow,
    Mean,
    Summary,
    back_transform,
)
from cyfran.discover.evidence.models import EffectDirection
from cyfran.ui.formats import decimals, percent

NUMBERS, PLOT, TOP, LINE = 170, 320, 20, 28
LETTERS, A_LETTER = 36, 7.2
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 250, 500, 1000)
RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 7


@dataclass(frozen=True)
class ForestRow:
    """A study: its name, its range as a line, and a square the larger the more it weighs."""

    y: int
    name: str
    left: float
    middle: float
    right: float
    half: float
    cut_left: bool
    cut_right: bool
    text: str


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class Forest:
    """``zero`` is where there is no effect; ``diamond`` and ``predicted`` are points and ends, empty without a mean.

    The plot itself reaches from ``start`` to ``end``; ``sides`` say what lies to the left and to the right of no effect.
    """

    width: int
    height: int
    bottom: int
    start: float
    end: float
    zero: float
    sides: tuple[str, str]
    rows: tuple[ForestRow, ...]
    ticks: tuple[Tick, ...]
    diamond: str
    mean_y: int
    mean_text: str
    predicted: tuple[float, float] | None


def name_of(point: EffectPoint) -> str:
    told = point.told
    first = told.study.authors.split(";")[0].split(",")[0] or told.study.title
    year = f" {told.study.year}" if told.study.year else ""
    label = f", {told.label}" if told.label else ""
    name = f"{first}{year}{label}"
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


def format_estimate_ci(measure: str, middle: float, low: float, high: float) -> str:
    """An effect with its range, as people read it."""
    told = {
        name: decimals(back_transform(measure, value), 2)
        for name, value in (("e", middle), ("l", low), ("h", high))
    }
    return _("%(e)s (%(l)s to %(h)s)") % told


def format_p_value(p: float) -> str:
    """A p value: none is 0."""
    return f"< {decimals(0.001, 3)}" if p < 0.001 else decimals(p, 3)


def forest_plot(summary: Summary) -> Forest | None:
    """The plot reaches over all estimates and as far as ranges of most; longer ranges are cut and say so by an arrow."""
    if not summary.points:
        return None
    measure = summary.outcome.measure
    low, high = _reach(summary)
    start = round(A_LETTER * max(len(name_of(one)) for one in summary.points) + 40)

    def across(value: float) -> float:
        return round(start + PLOT * (min(max(value, low), high) - low) / (high - low), 1)

    rows = tuple(
        ForestRow(
            y=TOP + LINE * place,
            name=name_of(one),
            left=across(one.low),
            middle=across(one.y),
            right=across(one.high),
            half=round(3 + 7 * one.weight**0.5, 1),
            cut_left=one.low < low,
            cut_right=one.high > high,
            text=format_estimate_ci(measure, one.y, one.low, one.high),
        )
        for place, one in enumerate(summary.points)
    )
    mean_y = TOP + LINE * len(rows) + 8
    mean = summary.mean
    bottom = mean_y + (LINE if mean else 0)
    diamond = ""
    if mean:
        ends = across(mean.low), across(mean.estimate), across(mean.high)
        diamond = f"{ends[0]},{mean_y} {ends[1]},{mean_y - 8} {ends[2]},{mean_y} {ends[1]},{mean_y + 8}"
    return Forest(
        width=start + PLOT + NUMBERS,
        height=bottom + 60,
        bottom=bottom,
        start=start,
        end=start + PLOT,
        sides=_sides(summary.outcome.higher_is_better),
        zero=across(0.0),
        rows=rows,
        ticks=tuple(Tick(across(place), text) for place, text in _ticks(measure, low, high)),
        diamond=diamond,
        mean_y=mean_y,
        mean_text=format_estimate_ci(measure, mean.estimate, mean.low, mean.high) if mean else "",
        predicted=(across(mean.predicted[0]), across(mean.predicted[1])) if mean and mean.predicted else None,
    )


def _sides(higher_is_better: bool) -> tuple[str, str]:
    left, right = (
        (EffectDirection.WORSE, EffectDirection.BETTER)
        if higher_is_better
        else (EffectDirection.BETTER, EffectDirection.WORSE)
    )
    return str(left.label), str(right.label)


def _reach(summary: Summary) -> tuple[float, float]:
    """From the ranges that are not far longer than the others, with no effect within."""
    middles = [one.y for one in summary.points]
    lengths = sorted(one.high - one.low for one in summary.points)
    usual = 1.5 * lengths[len(lengths) // 2]
    ends = [0.0, min(middles), max(middles)]
    ends += [end for one in summary.points if one.high - one.low <= usual for end in (one.low, one.high)]
    if summary.mean:
        ends += [summary.mean.low, summary.mean.high]
    room = 0.05 * (max(ends) - min(ends)) or 1.0
    return min(ends) - room, max(ends) + room


def _ticks(measure: str, low: float, high: float) -> list[tuple[float, str]]:
    """At round numbers of the scale that people read."""
    if measure in RATIOS:
        there = [one for one in RATIO_TICKS if low <= log(one) <= high]
        return [(log(one), f"{one:g}") for one in there] or [
            (low, decimals(exp(low), 2)),
            (high, decimals(exp(high), 2)),
        ]
    step = next((one for one in STEPS if (high - low) / one <= MOST_TICKS), (high - low) / MOST_TICKS)
    first = int(low // step)
    places = [step * i for i in range(first, first + 3 * MOST_TICKS) if low <= step * i <= high]
    return [(place, decimals(back_transform(measure, place), 2)) for place in places]


@dataclass(frozen=True)
class Funnel:
    """Each study by effect and exactness; within the lines 95 % would stand if chance alone made them differ."""

    dots: tuple[tuple[float, float], ...]
    apex: float
    left: float
    right: float
    ticks: tuple[Tick, ...]


def funnel_of(summary: Summary) -> Funnel | None:
    """Of ten studies or more: with fewer, a funnel is seen where there is none."""
    if not summary.egger or not summary.mean:
        return None
    deepest = max(one.v**0.5 for one in summary.points)
    middle = summary.mean.estimate
    ends = [one.y for one in summary.points] + [middle - REACH * deepest, middle + REACH * deepest]
    low, high = min(ends), max(ends)

    def across(value: float) -> float:
        return round(40 + 560 * (value - low) / (high - low), 1)

    dots = tuple((across(one.y), round(20 + 240 * one.v**0.5 / deepest, 1)) for one in summary.points)
    ticks = tuple(Tick(across(place), text) for place, text in _ticks(summary.outcome.measure, low, high))
    return Funnel(
        dots, across(middle), across(middle - REACH * deepest), across(middle + REACH * deepest), ticks
    )


def effect_rows(summary: Summary) -> list[tuple[str, str, str]]:
    """The table beside the plot."""
    return [
        (
            name_of(one),
            format_estimate_ci(summary.outcome.measure, one.y, one.low, one.high),
            percent(one.weight),
        )
        for one in summary.points
    ]


def influence_rows(summary: Summary) -> list[tuple[str, str, str]]:
    """The mean without each study, and whether the study moves the mean of all out of proportion."""
    return [
        (name_of(one.point), _mean_of(summary, one), _("yes") if one.far else "–") for one in summary.without
    ]


def published_rows(summary: Summary) -> list[tuple[str, str]]:
    """The mean at the end of each year in which a study came out."""
    return [(str(one.point.told.study.year), _mean_of(summary, one)) for one in summary.as_published]


def _mean_of(summary: Summary, one: InfluenceRow) -> str:
    return format_estimate_ci(summary.outcome.measure, one.estimate, one.low, one.high)


def mean_rows(summary: Summary, mean: Mean) -> list[tuple[str, str]]:
    """The pooled effect and how much studies differ."""
    measure = summary.outcome.measure
    rows = [
        (
            _("Mean effect, with its 95 % range"),
            format_estimate_ci(measure, mean.estimate, mean.low, mean.high),
        )
    ]
    if mean.predicted:
        told = {
            "low": decimals(back_transform(measure, mean.predicted[0]), 2),
            "high": decimals(back_transform(measure, mean.predicted[1]), 2),
        }
        rows.append((_("What a new place may expect"), _("%(low)s to %(high)s") % told))
    return [
        *rows,
        (_("Share of the differences that is not chance (I²)"), percent(mean.i2 / 100)),
        (_("Variance of true effects (tau²)"), decimals(mean.tau2, 3)),
        (
            _("Do effects differ more than by chance?"),
            f"Q = {decimals(mean.q, 2)}, df = {mean.df}, p = {format_p_value(mean.p)}",
        ),
    ]
