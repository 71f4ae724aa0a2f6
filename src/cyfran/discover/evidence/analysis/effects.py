"""One effect as a study tells it, on the scale on which effects are pooled, and back."""

from collections.abc import Mapping
from math import atanh, exp, log, tanh

import numpy as np
from scipy.special import ndtri

from cyfran.core.errors import ActionError
from cyfran.discover.evidence.models import EffectFormat, EffectMeasure
from cyfran.methods.errors import MethodError
from cyfran.methods.synthesis import effect_sizes

RATIOS = (EffectMeasure.RR, EffectMeasure.OR)
REACH = float(ndtri(0.975))
LOPSIDED = 3.0  # rounded ranges of small numbers are off their middle, but not as far as this
LARGEST = {True: 20.0, False: 1e9}  # a ratio of 500 million, and beyond what anyone measures


def as_effect(measure: str, effect_format: str, numbers: Mapping[str, float]) -> tuple[float, float]:
    """The effect and its variance on the scale on which effects are pooled. Raises ``ActionError`` where there is none."""
    no_spread = 0 in (numbers.get("sd1"), numbers.get("sd2"))
    if no_spread or any(abs(value) > LARGEST[False] for value in numbers.values()):
        raise ActionError("effect_cannot_be")
    y, v = _effect(measure, effect_format, numbers)
    if measure == EffectMeasure.RD and abs(y) > 1:
        raise ActionError("effect_cannot_be")
    if abs(y) > LARGEST[measure in RATIOS] or not 0 < v <= LARGEST[measure in RATIOS] ** 2:
        raise ActionError("effect_cannot_be")
    return y, v


def _effect(measure: str, effect_format: str, numbers: Mapping[str, float]) -> tuple[float, float]:
    if effect_format == EffectFormat.ESTIMATE:
        return _of_estimate(measure, numbers["estimate"], numbers["low"], numbers["high"])
    try:
        columns = {name: np.array([value], float) for name, value in _columns(effect_format, numbers).items()}
        y, v = effect_sizes(columns, measure)
    except MethodError as error:
        raise ActionError("effect_cannot_be") from error
    return float(y[0]), float(v[0])


def _columns(effect_format: str, told: Mapping[str, float]) -> dict[str, float]:
    if effect_format == EffectFormat.COUNTS:
        return {
            "ai": told["events1"],
            "bi": told["n1"] - told["events1"],
            "ci": told["events2"],
            "di": told["n2"] - told["events2"],
        }
    if effect_format == EffectFormat.CORRELATION:
        return {"ri": told["r"], "ni": told["n"]}
    return {
        "m1i": told["mean1"],
        "sd1i": told["sd1"],
        "n1i": told["n1"],
        "m2i": told["mean2"],
        "sd2i": told["sd2"],
        "n2i": told["n2"],
    }


def _of_estimate(measure: str, *told: float) -> tuple[float, float]:
    """From a range of 95 %, which has the estimate in its middle but for rounding."""
    try:
        y, low, high = (_pooled_scale(measure, value) for value in told)
    except ValueError as error:
        raise ActionError("effect_cannot_be") from error
    if not low < y < high:
        raise ActionError("estimate_outside_range")
    if max(high - y, y - low) > LOPSIDED * min(high - y, y - low):
        raise ActionError("estimate_not_in_the_middle")
    return y, ((high - low) / (2 * REACH)) ** 2


def _pooled_scale(measure: str, value: float) -> float:
    """Raises ``ValueError`` where there is no such ratio or correlation."""
    if measure in RATIOS:
        return log(value)
    return atanh(value) if measure == EffectMeasure.ZCOR else value


def has_no_events(measure: str, effect_format: str, numbers: Mapping[str, object]) -> bool:
    """Counts of which no ratio follows, as nobody or everybody had it in both groups: the halves added would speak instead."""
    if measure not in RATIOS or effect_format != EffectFormat.COUNTS:
        return False
    first, second = (numbers["events1"], numbers["n1"]), (numbers["events2"], numbers["n2"])
    return all(events == 0 for events, _ in (first, second)) or all(e == n for e, n in (first, second))


def back_transform(measure: str, value: float) -> float:
    """As people read it: a ratio, a correlation, a difference."""
    if measure in RATIOS:
        return exp(value)
    return tanh(value) if measure == EffectMeasure.ZCOR else value
