"""The geometry of forest and funnel plots, and the tables beside them that hold the same numbers."""

from dataclasses import dataclass
from math import exp, log

from django.utils.translation import gettext as _

from cyfran.discover.evidence.extraction.analysis import RATIOS, Z_95, back_transform
from cyfran.discover.evidence.extraction.models import EffectDirection
from cyfran.discover.evidence.synthesis.analysis import EffectPoint, InfluenceRow, PooledEstimate, Summary
from cyfran.ui.formats import decimals, percent

NUMBERS_WIDTH, PLOT_WIDTH, TOP, ROW_HEIGHT = 170, 320, 20, 28
MAX_LETTERS, LETTER_WIDTH = 36, 7.2  # of the label of a study
TICK_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 250, 500, 1000)
RATIO_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
MAX_TICKS = 7


@dataclass(frozen=True)
class ForestRow:
    """A study: its label, its interval as a line (cut ends get an arrow), and a square of ``half`` the side by its weight."""

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
    """A forest plot. ``zero`` is where there is no effect; ``diamond`` are points, ``predicted`` ends, empty without a mean.

    The axis reaches from ``start`` to ``end``; ``sides`` say what lies to the left and to the right of no effect.
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


def study_label(point: EffectPoint) -> str:
    """Return first author, year and label of an effect, as a row of the plot shows it."""
    effect = point.effect
    first_author = effect.study.authors.split(";")[0].split(",")[0] or effect.study.title
    year = f" {effect.study.year}" if effect.study.year else ""
    label = f", {effect.label}" if effect.label else ""
    name = f"{first_author}{year}{label}"
    return name if len(name) <= MAX_LETTERS else f"{name[: MAX_LETTERS - 1]}…"


def format_estimate_ci(measure: str, estimate: float, low: float, high: float) -> str:
    """Return an effect with its interval, from the pooling scale to the scale that people read."""
    values = {
        name: decimals(back_transform(measure, value), 2)
        for name, value in (("e", estimate), ("l", low), ("h", high))
    }
    return _("%(e)s (%(l)s to %(h)s)") % values


def format_p_value(p: float) -> str:
    """Return a p value with three decimals; none is shown as 0."""
    return f"< {decimals(0.001, 3)}" if p < 0.001 else decimals(p, 3)


def forest_plot(summary: Summary) -> Forest | None:
    """Lay out the forest plot: the axis covers all estimates and most intervals; longer ones are cut, with an arrow."""
    if not summary.points:
        return None
    measure = summary.outcome.measure
    low, high = _axis_range(summary)
    start = round(LETTER_WIDTH * max(len(study_label(point)) for point in summary.points) + 40)

    def x_of(value: float) -> float:
        return round(start + PLOT_WIDTH * (min(max(value, low), high) - low) / (high - low), 1)

    rows = tuple(
        ForestRow(
            y=TOP + ROW_HEIGHT * place,
            name=study_label(point),
            left=x_of(point.low),
            middle=x_of(point.y),
            right=x_of(point.high),
            half=round(3 + 7 * point.weight**0.5, 1),
            cut_left=point.low < low,
            cut_right=point.high > high,
            text=format_estimate_ci(measure, point.y, point.low, point.high),
        )
        for place, point in enumerate(summary.points)
    )
    mean_y = TOP + ROW_HEIGHT * len(rows) + 8
    mean = summary.mean
    bottom = mean_y + (ROW_HEIGHT if mean else 0)
    diamond = ""
    if mean:
        ends = x_of(mean.low), x_of(mean.estimate), x_of(mean.high)
        diamond = f"{ends[0]},{mean_y} {ends[1]},{mean_y - 8} {ends[2]},{mean_y} {ends[1]},{mean_y + 8}"
    return Forest(
        width=start + PLOT_WIDTH + NUMBERS_WIDTH,
        height=bottom + 60,
        bottom=bottom,
        start=start,
        end=start + PLOT_WIDTH,
        sides=_side_labels(summary.outcome.higher_is_better),
        zero=x_of(0.0),
        rows=rows,
        ticks=tuple(Tick(x_of(place), text) for place, text in _ticks(measure, low, high)),
        diamond=diamond,
        mean_y=mean_y,
        mean_text=format_estimate_ci(measure, mean.estimate, mean.low, mean.high) if mean else "",
        predicted=(x_of(mean.predicted[0]), x_of(mean.predicted[1])) if mean and mean.predicted else None,
    )


def _side_labels(higher_is_better: bool) -> tuple[str, str]:
    left, right = (
        (EffectDirection.WORSE, EffectDirection.BETTER)
        if higher_is_better
        else (EffectDirection.BETTER, EffectDirection.WORSE)
    )
    return str(left.label), str(right.label)


def _axis_range(summary: Summary) -> tuple[float, float]:
    """Return the range of the axis: no effect, all estimates, and intervals not far longer than the median one."""
    estimates = [point.y for point in summary.points]
    lengths = sorted(point.high - point.low for point in summary.points)
    usual_length = 1.5 * lengths[len(lengths) // 2]
    ends = [0.0, min(estimates), max(estimates)]
    ends += [
        end
        for point in summary.points
        if point.high - point.low <= usual_length
        for end in (point.low, point.high)
    ]
    if summary.mean:
        ends += [summary.mean.low, summary.mean.high]
    margin = 0.05 * (max(ends) - min(ends)) or 1.0
    return min(ends) - margin, max(ends) + margin


def _ticks(measure: str, low: float, high: float) -> list[tuple[float, str]]:
    """Return positions and texts of ticks: round ratios, else round numbers of the pooling scale."""
    if measure in RATIOS:
        ratios = [ratio for ratio in RATIO_TICKS if low <= log(ratio) <= high]
        return [(log(ratio), f"{ratio:g}") for ratio in ratios] or [
            (low, decimals(exp(low), 2)),
            (high, decimals(exp(high), 2)),
        ]
    step = next(
        (candidate for candidate in TICK_STEPS if (high - low) / candidate <= MAX_TICKS),
        (high - low) / MAX_TICKS,
    )
    first = int(low // step)
    places = [step * i for i in range(first, first + 3 * MAX_TICKS) if low <= step * i <= high]
    return [(place, decimals(back_transform(measure, place), 2)) for place in places]


@dataclass(frozen=True)
class Funnel:
    """Each study by effect and standard error; 95 % would be within the lines if chance alone made them differ."""

    dots: tuple[tuple[float, float], ...]
    apex: float
    left: float
    right: float
    ticks: tuple[Tick, ...]


def funnel_plot(summary: Summary) -> Funnel | None:
    """Lay out the funnel plot, or return None for fewer than ten studies, where asymmetry would mislead."""
    if not summary.egger or not summary.mean:
        return None
    largest_error = max(point.v**0.5 for point in summary.points)
    middle = summary.mean.estimate
    ends = [point.y for point in summary.points] + [
        middle - Z_95 * largest_error,
        middle + Z_95 * largest_error,
    ]
    low, high = min(ends), max(ends)

    def x_of(value: float) -> float:
        return round(40 + 560 * (value - low) / (high - low), 1)

    dots = tuple(
        (x_of(point.y), round(20 + 240 * point.v**0.5 / largest_error, 1)) for point in summary.points
    )
    ticks = tuple(Tick(x_of(place), text) for place, text in _ticks(summary.outcome.measure, low, high))
    return Funnel(
        dots,
        x_of(middle),
        x_of(middle - Z_95 * largest_error),
        x_of(middle + Z_95 * largest_error),
        ticks,
    )


def effect_rows(summary: Summary) -> list[tuple[str, str, str]]:
    """Return the table beside the forest plot: study, effect with interval, weight."""
    return [
        (
            study_label(point),
            format_estimate_ci(summary.outcome.measure, point.y, point.low, point.high),
            percent(point.weight),
        )
        for point in summary.points
    ]


def influence_rows(summary: Summary) -> list[tuple[str, str, str]]:
    """Return the estimate without each study, and whether that study moves it out of proportion."""
    return [
        (study_label(row.point), _format_row(summary, row), _("yes") if row.influential else "–")
        for row in summary.leave_one_out
    ]


def cumulative_rows(summary: Summary) -> list[tuple[str, str]]:
    """Return the estimate of all studies up to the end of each year."""
    return [(str(row.point.effect.study.year), _format_row(summary, row)) for row in summary.cumulative]


def _format_row(summary: Summary, row: InfluenceRow) -> str:
    return format_estimate_ci(summary.outcome.measure, row.estimate, row.low, row.high)


def mean_rows(summary: Summary, mean: PooledEstimate) -> list[tuple[str, str]]:
    """Return name and text of the pooled estimate, the prediction interval and the measures of heterogeneity."""
    measure = summary.outcome.measure
    rows = [
        (
            _("Pooled estimate (95% confidence interval)"),
            format_estimate_ci(measure, mean.estimate, mean.low, mean.high),
        )
    ]
    if mean.predicted:
        ends = {
            "low": decimals(back_transform(measure, mean.predicted[0]), 2),
            "high": decimals(back_transform(measure, mean.predicted[1]), 2),
        }
        rows.append(
            (_("Likely effect in a new setting (prediction interval)"), _("%(low)s to %(high)s") % ends)
        )
    return [
        *rows,
        (
            _("Share of variation between studies that is not chance (heterogeneity, I²)"),
            percent(mean.i2 / 100),
        ),
        (_("Variance of true effects between studies (tau²)"), decimals(mean.tau2, 3)),
        (
            _("Do effects differ more than expected by chance? (Q test)"),
            f"Q = {decimals(mean.q, 2)}, df = {mean.df}, p = {format_p_value(mean.p)}",
        ),
    ]
