"""The effect size of one reading: on the scale on which effects are pooled, and back."""

from collections.abc import Mapping
from math import atanh, exp, log, tanh

import numpy as np
from scipy.special import ndtri

from cyfran.core.errors import ActionError
from cyfran.discover.evidence.extraction.models import EffectFormat, EffectMeasure
from cyfran.methods.errors import MethodError
from cyfran.methods.synthesis import effect_sizes

RATIOS = (EffectMeasure.RR, EffectMeasure.OR)
Z_95 = float(ndtri(0.975))
MAX_ASYMMETRY = 3.0  # rounding puts an estimate off the middle of its interval, but not as far as this
LARGEST = {
    True: 20.0,
    False: 1e9,
}  # by whether it is the logarithm of a ratio: 500 million, and beyond any measurement


def compute_effect_size(
    measure: str, effect_format: str, numbers: Mapping[str, float]
) -> tuple[float, float]:
    """Return effect size and variance (y, v) on the scale for pooling. Raises ``ActionError`` where numbers cannot be right."""
    no_spread = 0 in (numbers.get("sd1"), numbers.get("sd2"))
    if no_spread or any(abs(value) > LARGEST[False] for value in numbers.values()):
        raise ActionError("effect_cannot_be")
    y, v = _effect_size(measure, effect_format, numbers)
    if measure == EffectMeasure.RD and abs(y) > 1:
        raise ActionError("effect_cannot_be")
    if abs(y) > LARGEST[measure in RATIOS] or not 0 < v <= LARGEST[measure in RATIOS] ** 2:
        raise ActionError("effect_cannot_be")
    return y, v


def _effect_size(measure: str, effect_format: str, numbers: Mapping[str, float]) -> tuple[float, float]:
    if effect_format == EffectFormat.ESTIMATE:
        return _size_from_estimate(measure, numbers["estimate"], numbers["low"], numbers["high"])
    try:
        columns = {
            name: np.array([value], float) for name, value in _size_columns(effect_format, numbers).items()
        }
        y, v = effect_sizes(columns, measure)
    except MethodError as error:
        raise ActionError("effect_cannot_be") from error
    return float(y[0]), float(v[0])


def _size_columns(effect_format: str, numbers: Mapping[str, float]) -> dict[str, float]:
    """Return the numbers under the column names that the methods share with R's metafor (ai, m1i, ri ...)."""
    if effect_format == EffectFormat.COUNTS:
        return {
            "ai": numbers["events1"],
            "bi": numbers["n1"] - numbers["events1"],
            "ci": numbers["events2"],
            "di": numbers["n2"] - numbers["events2"],
        }
    if effect_format == EffectFormat.CORRELATION:
        return {"ri": numbers["r"], "ni": numbers["n"]}
    return {
        "m1i": numbers["mean1"],
        "sd1i": numbers["sd1"],
        "n1i": numbers["n1"],
        "m2i": numbers["mean2"],
        "sd2i": numbers["sd2"],
        "n2i": numbers["n2"],
    }


def _size_from_estimate(measure: str, *values: float) -> tuple[float, float]:
    """Return (y, v) of an estimate with its 95 % interval, which has the estimate in its middle but for rounding."""
    try:
        y, low, high = (_to_pooling_scale(measure, value) for value in values)
    except ValueError as error:
        raise ActionError("effect_cannot_be") from error
    if not low < y < high:
        raise ActionError("estimate_outside_range")
    if max(high - y, y - low) > MAX_ASYMMETRY * min(high - y, y - low):
        raise ActionError("estimate_not_in_the_middle")
    return y, ((high - low) / (2 * Z_95)) ** 2


def _to_pooling_scale(measure: str, value: float) -> float:
    """Return the logarithm of a ratio, Fisher's z of a correlation, or a difference itself. Raises ``ValueError``."""
    if measure in RATIOS:
        return log(value)
    return atanh(value) if measure == EffectMeasure.ZCOR else value


def has_no_events(measure: str, effect_format: str, numbers: Mapping[str, object]) -> bool:
    """Return whether nobody, or everybody, had the event in both groups: a ratio would come from added halves alone."""
    if measure not in RATIOS or effect_format != EffectFormat.COUNTS:
        return False
    first, second = (numbers["events1"], numbers["n1"]), (numbers["events2"], numbers["n2"])
    return all(events == 0 for events, _ in (first, second)) or all(e == n for e, n in (first, second))


def back_transform(measure: str, value: float) -> float:
    """Return a value from the scale for pooling as people read it: a ratio, a correlation or a difference."""
    if measure in RATIOS:
        return exp(value)
    return tanh(value) if measure == EffectMeasure.ZCOR else value
