"""Effect sizes as a file."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any, Protocol

from cyfran.core.tables import escape_formula


class EffectRow(Protocol):
    """A point of the forest plot: an effect with its size ``y`` and variance ``v``."""

    effect: Any
    y: float
    v: float


def effects_csv(points: Iterable[EffectRow]) -> str:
    """Return effect sizes as ``cyfran synthesis --measure GIVEN`` reads them; effects of one ``study`` depend on each other."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["study", "year", "label", "yi", "vi"])
    for point in points:
        study = point.effect.study
        writer.writerow(
            [
                escape_formula(study.title),
                study.year or "",
                escape_formula(point.effect.label),
                repr(point.y),
                repr(point.v),
            ]
        )
    return text.getvalue()
