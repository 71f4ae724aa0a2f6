"""What two panels' scores say: a value for each panel, the gap between them, and a level for each strand.

Levels are ordered, not measured: they are never added up or averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import floor
from statistics import median, median_low

import numpy as np

from cyfran.ground.partnerships.models import Side
from cyfran.learn.framework.queries import Answers, Criterion, Framework, Strand

FEWEST = {Side.INSTITUTION: 3, Side.COMMUNITY: 5}
MOSTLY = 0.4  # a larger share who do not know is itself the finding
FEWEST_FOR_RANGE, DRAWS, SEED, LEVEL = 8, 10_000, 0, 0.9
FEWEST_KNOWN = 3  # criteria of a strand


@dataclass(frozen=True)
class Panel:
    """What one panel says of one criterion. ``value`` is there with enough answers, and enough who know."""

    levels: tuple[int, ...]
    dont_know: int
    needed: int
    first: tuple[int, ...] = ()

    @property
    def answered(self) -> int:
        return len(self.levels) + self.dont_know

    @property
    def too_few(self) -> bool:
        return self.answered < self.needed

    @property
    def mostly_unknown(self) -> bool:
        return bool(self.answered) and self.dont_know / self.answered > MOSTLY

    @property
    def value(self) -> int | None:
        known = self.levels and not self.too_few and not self.mostly_unknown
        return median_low(self.levels) if known else None

    @property
    def value_before(self) -> int | None:
        """What the panel said the first time, where it scored again."""
        return median_low(self.first) if self.first else None


def panel(answers: Answers | None, side: str) -> Panel:
    if answers is None:
        return Panel((), 0, FEWEST[side])
    levels = tuple(s.level for s in answers.newest if s.answer == "level")
    unknown = sum(s.answer == "dont_know" for s in answers.newest)
    return Panel(levels, unknown, FEWEST[side], tuple(s.level for s in answers.first if s.answer == "level"))


@dataclass(frozen=True)
class CriterionComparison:
    """One criterion as both panels see it."""

    criterion: Criterion
    institution: Panel
    community: Panel

    @property
    def gap(self) -> int | None:
        """Positive: the institution sees itself higher."""
        if self.institution.value is None or self.community.value is None:
            return None
        return self.institution.value - self.community.value

    @property
    def view(self) -> str | None:
        """``similar`` below one level, ``different`` below two, else ``very_different``."""
        if self.gap is None:
            return None
        return ("similar", "different", "very_different")[min(abs(self.gap), 2)]

    @property
    def probability(self) -> float | None:
        """How likely someone of the institution's panel scored higher than someone of the community's; ties half."""
        return higher_probability(self.institution.levels, self.community.levels)

    @property
    def range(self) -> tuple[float, float] | None:
        return gap_range(self.institution.levels, self.community.levels)


def higher_probability(a: Sequence[int], b: Sequence[int]) -> float | None:
    """The share of pairs in which ``a`` is higher, ties half (Mann and Whitney 1947)."""
    pairs = list(product(a, b))
    return sum((x > y) + (x == y) / 2 for x, y in pairs) / len(pairs) if pairs else None


def gap_range(a: Sequence[int], b: Sequence[int]) -> tuple[float, float] | None:
    """A 90% percentile bootstrap range of the difference of lower medians, with 8 answers or more on both sides."""
    if min(len(a), len(b)) < FEWEST_FOR_RANGE:
        return None
    random = np.random.default_rng(SEED)
    differences = _medians(np.array(a), random) - _medians(np.array(b), random)
    low, high = np.quantile(differences, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="inverted_cdf")
    return float(low), float(high)


def _medians(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    drawn = np.sort(random.choice(values, size=(DRAWS, len(values))), axis=1)
    return drawn[:, (len(values) - 1) // 2]


def strand_level(values: Sequence[int | None]) -> int | None:
    """The level of a strand: the middle of its criteria, held back by a very weak one. Nothing with fewer than 3 known."""
    known = [value for value in values if value is not None]
    return min(floor(median(known)), min(known) + 1) if len(known) >= FEWEST_KNOWN else None


@dataclass(frozen=True)
class StrandView:
    """One strand with its criteria, and its level in the view of each side."""

    strand: Strand
    rows: tuple[CriterionComparison, ...]

    @property
    def institution(self) -> int | None:
        return strand_level([row.institution.value for row in self.rows])

    @property
    def community(self) -> int | None:
        return strand_level([row.community.value for row in self.rows])


def views(content: Framework, answers: dict[tuple[str, str], Answers]) -> list[StrandView]:
    def row(criterion: Criterion) -> CriterionComparison:
        sides = [
            panel(answers.get((criterion.id, side)), side) for side in (Side.INSTITUTION, Side.COMMUNITY)
        ]
        return CriterionComparison(criterion, *sides)

    return [StrandView(strand, tuple(row(c) for c in strand.criteria)) for strand in content.strands]
