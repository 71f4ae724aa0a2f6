"""The demo's voters: invented people whose votes follow from two ways of seeing the matter and a fixed seed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

SEED = 20250310
NOT_SURE = 0.12  # how often someone passes


@dataclass(frozen=True)
class Voice:
    """One voter: where and how they came, and what they answered to which statement."""

    at: datetime
    area: str
    language: str
    by_qr: bool
    may_quote: bool
    answers: tuple[tuple[int, int], ...]


def voices(told: dict) -> list[Voice]:
    """Draw 129 voters: those of each area, and one who did not say where they live."""
    random = np.random.default_rng(SEED)
    areas = [area for area, number in told["voters"].items() for _ in range(number)] + [""]
    random.shuffle(areas)
    leans = np.array([statement["lean"] for statement in told["statements"]])
    liked = np.array([statement["liked"] for statement in told["statements"]])
    return [_voice(random, area, i, leans, liked) for i, area in enumerate(areas)]


def _voice(
    random: np.random.Generator, area: str, number: int, leans: np.ndarray, liked: np.ndarray
) -> Voice:
    side = -1.0 if random.random() < 0.55 else 1.0
    view = side * random.normal(1.0, 0.25)
    chance_to_agree = 1 / (1 + np.exp(-(liked + 2.6 * view * leans)))
    how_many = int(random.integers(8, len(leans) + 1))
    seen = np.sort(random.choice(len(leans), size=how_many, replace=False))
    answers = []
    for i in seen:
        passes, agrees = random.random() < NOT_SURE, random.random() < chance_to_agree[i]
        answers.append((int(i), 0 if passes else 1 if agrees else -1))
    return Voice(
        at=datetime(2025, 3, 10, 9, tzinfo=UTC) + timedelta(hours=2.5 * number),
        area=area,
        language="cy" if random.random() < 0.6 else "en",
        by_qr=bool(random.random() < 0.5),
        may_quote=bool(random.random() < 0.7),
        answers=tuple(answers),
    )
