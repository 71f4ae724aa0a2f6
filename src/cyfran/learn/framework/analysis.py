"""Analysis of two panels' scores: a value for each panel, the gap between them, and a level for each strand.

Levels are ordinal: they are never added up or averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import floor
from statistics import median, median_low

import numpy as np

from cyfran.core.small_numbers import SCORES_FROM
from cyfran.ground.partnerships.models import Side
from cyfran.learn.framework.queries import Answers, Criterion, Framework, Strand

MOSTLY_UNKNOWN = 0.4  # with a larger share of "do not know" no value is shown
FEWEST_FOR_RANGE, DRAWS, SEED, LEVEL = 8, 10_000, 0, 0.9
FEWEST_KNOWN = 3  # criteria of a strand


@dataclass(frozen=True)
class Panel:
    """The answers of one panel on one criterion: the newest levels, and in ``first`` those of round 1 if there is a second.

    ``value`` is None with too few answers, or if too many do not know. Of too few answers only their number is shown:
    single ones would tell who gave them.
    """

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
    def shown(self) -> tuple[int, ...]:
        """Every single level, or none where they are too few to be shown."""
        return () if self.too_few else self.levels

    @property
    def mostly_unknown(self) -> bool:
        return bool(self.answered) and self.dont_know / self.answered > MOSTLY_UNKNOWN

    @property
    def value(self) -> int | None:
        enough_known = self.levels and not self.too_few and not self.mostly_unknown
        return median_low(self.levels) if enough_known else None

    @property
    def value_before(self) -> int | None:
        """Return the panel's value in round 1, if it scored again."""
        return median_low(self.first) if len(self.first) >= self.needed else None


def panel(answers: Answers | None, side: str) -> Panel:
    if answers is None:
        return Panel((), 0, SCORES_FROM[side])
    levels = tuple(score.level for score in answers.newest if score.answer == "level")
    unknown = sum(score.answer == "dont_know" for score in answers.newest)
    return Panel(
        levels,
        unknown,
        SCORES_FROM[side],
        tuple(score.level for score in answers.first if score.answer == "level"),
    )


@dataclass(frozen=True)
class CriterionComparison:
    """The answers of both panels on one criterion."""

    criterion: Criterion
    institution: Panel
    community: Panel

    @property
    def sides_too_few(self) -> list[str]:
        return [side for side in Side.values if getattr(self, side).too_few]

    @property
    def gap(self) -> int | None:
        """Return the institution's value minus the community's, or None if either is missing."""
        if self.institution.value is None or self.community.value is None:
            return None
        return self.institution.value - self.community.value

    @property
    def view(self) -> str | None:
        """Return ``similar`` for a gap of 0, ``different`` for 1, else ``very_different``; None without a gap."""
        if self.gap is None:
            return None
        return ("similar", "different", "very_different")[min(abs(self.gap), 2)]

    @property
    def probability(self) -> float | None:
        """Return how likely one of the institution's panel scored higher than one of the community's, ties counted half."""
        return higher_probability(self.institution.shown, self.community.shown)

    @property
    def range(self) -> tuple[float, float] | None:
        return gap_range(self.institution.shown, self.community.shown)


def higher_probability(a: Sequence[int], b: Sequence[int]) -> float | None:
    """Return the share of pairs in which ``a`` is higher, ties counted half (Mann and Whitney 1947)."""
    pairs = list(product(a, b))
    return sum((x > y) + (x == y) / 2 for x, y in pairs) / len(pairs) if pairs else None


def gap_range(a: Sequence[int], b: Sequence[int]) -> tuple[float, float] | None:
    """Return a 90% percentile bootstrap interval of the difference of lower medians; None for fewer than 8 answers."""
    if min(len(a), len(b)) < FEWEST_FOR_RANGE:
        return None
    random = np.random.default_rng(SEED)
    differences = _medians(np.array(a), random) - _medians(np.array(b), random)
    low, high = np.quantile(differences, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="inverted_cdf")
    return float(low), float(high)


def _medians(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    resamples = np.sort(random.choice(values, size=(DRAWS, len(values))), axis=1)
    return resamples[:, (len(values) - 1) // 2]


def strand_level(values: Sequence[int | None]) -> int | None:
    """Return the level of a strand, or None with fewer than 3 values: the median, at most one above the lowest value."""
    known_values = [value for value in values if value is not None]
    return (
        min(floor(median(known_values)), min(known_values) + 1) if len(known_values) >= FEWEST_KNOWN else None
    )


@dataclass(frozen=True)
class StrandView:
    """A strand with the comparison of each criterion, and its level in the view of each side."""

    strand: Strand
    rows: tuple[CriterionComparison, ...]

    @property
    def institution(self) -> int | None:
        return strand_level([row.institution.value for row in self.rows])

    @property
    def community(self) -> int | None:
        return strand_level([row.community.value for row in self.rows])


def views(content: Framework, answers: dict[tuple[str, str], Answers]) -> list[StrandView]:
    def compare(criterion: Criterion) -> CriterionComparison:
        panels = [
            panel(answers.get((criterion.id, side)), side) for side in (Side.INSTITUTION, Side.COMMUNITY)
        ]
        return CriterionComparison(criterion, *panels)

    return [
        StrandView(strand, tuple(compare(criterion) for criterion in strand.criteria))
        for strand in content.strands
    ]
