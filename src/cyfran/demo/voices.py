"""The demo's voters: invented people whose votes are drawn, with a fixed seed, from two groups of opinion."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

SEED = 20250310
NOT_SURE = 0.12  # how often someone passes


@dataclass(frozen=True)
class Voice:
    """A voter: when and how they joined, and their votes as (number of the statement, vote)."""

    at: datetime
    area: str
    language: str
    by_qr: bool
    may_quote: bool
    answers: tuple[tuple[int, int], ...]


def voices(script: dict) -> list[Voice]:
    """Return 129 voters: those of each area, and one without an area."""
    random = np.random.default_rng(SEED)
    areas = [area for area, number in script["voters"].items() for _ in range(number)] + [""]
    random.shuffle(areas)
    leans = np.array([statement["lean"] for statement in script["statements"]])
    liked = np.array([statement["liked"] for statement in script["statements"]])
    return [_voice(random, area, position, leans, liked) for position, area in enumerate(areas)]


def _voice(
    random: np.random.Generator, area: str, number: int, leans: np.ndarray, liked: np.ndarray
) -> Voice:
    side = -1.0 if random.random() < 0.55 else 1.0
    view = side * random.normal(1.0, 0.25)
    chance_to_agree = 1 / (1 + np.exp(-(liked + 2.6 * view * leans)))
    answer_count = int(random.integers(8, len(leans) + 1))
    statements_seen = np.sort(random.choice(len(leans), size=answer_count, replace=False))
    answers = []
    for statement in statements_seen:
        passes, agrees = random.random() < NOT_SURE, random.random() < chance_to_agree[statement]
        answers.append((int(statement), 0 if passes else 1 if agrees else -1))
    return Voice(
        at=datetime(2025, 3, 10, 9, tzinfo=UTC) + timedelta(hours=2.5 * number),
        area=area,
        language="cy" if random.random() < 0.6 else "en",
        by_qr=bool(random.random() < 0.5),
        may_quote=bool(random.random() < 0.7),
        answers=tuple(answers),
    )
