"""Which references are one and the same: certain pairs are joined, uncertain ones are for a person to settle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cyfran.methods.dedup.pairs import candidates
from cyfran.methods.dedup.records import Bibliographic, Plain, plain
from cyfran.methods.dedup.similarity import FIELDS, levels
from cyfran.methods.dedup.weights import probabilities

VERSION = "1"
CERTAIN, REVIEW = "certain", "review"
SURE, POSSIBLE = 0.9, 0.5
AT_A_TIME = 50_000
TITLE, NUMBERS, YEAR, DOI = (FIELDS.index(name) for name in ("title", "title_numbers", "year", "doi"))
CLOSE_TITLE, OTHER_NUMBERS, YEARS_APART, OTHER_DOI = 3, 2, 3, 2


@dataclass(frozen=True)
class CandidatePair:
    """Two references that may be one.

    Attributes
    ----------
    first, second
        Their numbers, the lower first.
    probability
        How likely they are one and the same.
    decision
        ``certain`` or ``review``.
    differ
        Fields in which both say something, and not the same.
    """

    first: int
    second: int
    probability: float
    decision: str
    differ: tuple[str, ...]


@dataclass(frozen=True)
class Deduplicated:
    """Which references are one.

    Attributes
    ----------
    cluster
        For each reference the lowest number of those it is one with, pairs for review included.
    decision
        For each reference ``certain``, or ``review`` where only an uncertain pair ties it to the others of its cluster.
    pairs
        Every pair, the likeliest first.
    """

    cluster: tuple[int, ...]
    decision: tuple[str, ...]
    pairs: tuple[CandidatePair, ...]


def deduplicate(records: Sequence[Bibliographic], *, possible: float = POSSIBLE) -> Deduplicated:
    """Find references that stand in a list more than once, as lists from several databases have them.

    Pairs that share one of several keys are compared field by field, and the likenesses weighed into a probability. From 0.5 on
    a pair is for review; from 0.9 on it is certain unless DOIs or the numbers in the titles differ, the years are more than one
    apart, or the titles are not close. No chain of certain pairs joins two DOIs: its weakest is for review.

    Parameters
    ----------
    records
        The references. Empty fields are nothing said, neither for nor against.
    possible
        From which probability on a pair is for review.

    Returns
    -------
    Deduplicated

    Notes
    -----
    O(n) in records and pairs; a key that more than 60 records share is passed over. The probability is a logistic model fitted to
    two labelled sets (``weights``); ``benchmarks/dedup.py`` says how well it is calibrated, on a set it was not fitted to too.

    References
    ----------
    I. P. Fellegi, A. B. Sunter (1969), A theory for record linkage, *JASA* 64, 1183-1210. K. Hair et al. (2023), The Automated
    Systematic Search Deduplicator, *BMC Biology* 21, 189 (what is never joined without a person).

    Examples
    --------
    >>> walk = Bibliographic("Walks and wellbeing: a trial", "Price, Ann; Rees, B.", "2019", "Health & Place", "4", "1-9")
    >>> same = Bibliographic("Walks and well-being: a trial", "Price A; Rees B", "2019", "Health and Place", "4", "1")
    >>> found = deduplicate([walk, same, Bibliographic("Choirs", "Hughes, C.", "2001")])
    >>> found.cluster, found.decision
    ((0, 0, 2), ('certain', 'certain', 'certain'))
    """
    if len(records) < 2:
        return Deduplicated(tuple(range(len(records))), (CERTAIN,) * len(records), ())
    known = plain(records)
    pairs = candidates(known)
    if not len(pairs):
        return Deduplicated(tuple(range(len(records))), (CERTAIN,) * len(records), ())
    pairs, alike, likely = _weighed(known, pairs, possible)
    kept = np.lexsort((pairs[:, 1], pairs[:, 0], -likely))
    sure = (likely >= SURE) & ~_doubtful(alike)
    joined, weighed = _Groups(known.doi), []
    for place in kept:
        first, second = map(int, pairs[place])
        certain = bool(sure[place]) and joined.join(first, second)
        weighed.append(
            CandidatePair(
                first,
                second,
                float(likely[place]),
                CERTAIN if certain else REVIEW,
                tuple(field for field, level in zip(FIELDS, alike[place], strict=True) if level > 1),
            )
        )
    return _clustered(len(records), joined, weighed)


def _weighed(known: Plain, pairs: np.ndarray, possible: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs that are likely enough, with their levels and probabilities; so many at a time, to spare memory."""
    found = []
    for start in range(0, len(pairs), AT_A_TIME):
        some = pairs[start : start + AT_A_TIME]
        alike = levels(known, some)
        likely = probabilities(alike)
        kept = likely >= possible
        found.append((some[kept], alike[kept], likely[kept]))
    some, alike, likely = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return some, alike, likely


def _doubtful(alike: np.ndarray) -> np.ndarray:
    """What a person has to see, however likely it is."""
    title = alike[:, TITLE]
    return (
        (title == 0)
        | (title > CLOSE_TITLE)
        | (alike[:, NUMBERS] == OTHER_NUMBERS)
        | (alike[:, YEAR] == YEARS_APART)
        | (alike[:, DOI] == OTHER_DOI)
    )


class _Groups:
    """Numbers that belong together, none of which may have two DOIs."""

    def __init__(self, dois: Sequence[str]) -> None:
        self.parent = list(range(len(dois)))
        self.doi = list(dois)

    def root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def join(self, first: int, second: int) -> bool:
        low, high = sorted((self.root(first), self.root(second)))
        if self.doi[low] and self.doi[high] and self.doi[low] != self.doi[high]:
            return False
        self.parent[high] = low
        self.doi[low] = self.doi[low] or self.doi[high]
        return True


def _clustered(number: int, joined: _Groups, weighed: Sequence[CandidatePair]) -> Deduplicated:
    certain = [joined.root(i) for i in range(number)]
    every = _Groups([""] * number)
    for pair in weighed:
        every.join(pair.first, pair.second)
    cluster = [every.root(i) for i in range(number)]
    largest: dict[int, int] = {}
    sizes = np.bincount(certain, minlength=number)
    for i in range(
        number
    ):  # of each cluster the largest certain part, the first of them where several are as large
        held = largest.get(cluster[i])
        if held is None or sizes[certain[i]] > sizes[held]:
            largest[cluster[i]] = certain[i]
    decision = [CERTAIN if certain[i] == largest[cluster[i]] else REVIEW for i in range(number)]
    return Deduplicated(tuple(cluster), tuple(decision), tuple(weighed))
