"""Duplicate references: certain pairs are joined into clusters, uncertain ones are left to a person."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cyfran.methods.dedup.pairs import candidates
from cyfran.methods.dedup.records import Bibliographic, NormalisedReferences, normalise_references
from cyfran.methods.dedup.similarity import FIELDS, similarity_levels
from cyfran.methods.dedup.weights import probabilities

VERSION = "1"
CERTAIN, REVIEW = "certain", "review"
SURE, POSSIBLE = 0.9, 0.5
PAIRS_AT_A_TIME = 50_000
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
class DeduplicationResult:
    """The clusters of references that are one publication, and the pairs they come from.

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


def deduplicate(records: Sequence[Bibliographic], *, possible: float = POSSIBLE) -> DeduplicationResult:
    """Find duplicate references, as lists from several databases have them.

    Pairs that share one of several keys are compared field by field, and the likenesses weighed into a probability. From 0.5 on
    a pair is for review; from 0.9 on it is certain unless DOIs or the numbers in the titles differ, the years are more than one
    apart, or the titles are not close. No chain of certain pairs joins two DOIs: its weakest is for review.

    Parameters
    ----------
    records
        The references. An empty field counts neither for nor against.
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
    >>> references = deduplicate([walk, same, Bibliographic("Choirs", "Hughes, C.", "2001")])
    >>> references.cluster, references.decision
    ((0, 0, 2), ('certain', 'certain', 'certain'))
    """
    if len(records) < 2:
        return DeduplicationResult(tuple(range(len(records))), (CERTAIN,) * len(records), ())
    references = normalise_references(records)
    pairs = candidates(references)
    if not len(pairs):
        return DeduplicationResult(tuple(range(len(records))), (CERTAIN,) * len(records), ())
    pairs, pair_levels, probability = _score_pairs(references, pairs, possible)
    # The likeliest first: where a chain of pairs would join two DOIs, it is its weakest pair that is refused. Equal
    # probabilities go by number, so that nothing depends on the order of candidates.
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -probability))
    sure_pairs = (probability >= SURE) & ~_needs_review(pair_levels)
    groups, scored = _DisjointSets(references.doi), []
    for i in order:
        first, second = map(int, pairs[i])
        certain = bool(sure_pairs[i]) and groups.join(first, second)
        scored.append(
            CandidatePair(
                first,
                second,
                float(probability[i]),
                CERTAIN if certain else REVIEW,
                tuple(field for field, level in zip(FIELDS, pair_levels[i], strict=True) if level > 1),
            )
        )
    return _cluster(len(records), groups, scored)


def _score_pairs(
    references: NormalisedReferences, pairs: np.ndarray, possible: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs that are likely enough, their levels and probabilities; computed in chunks, to spare memory."""
    parts = []
    for start in range(0, len(pairs), PAIRS_AT_A_TIME):
        chunk = pairs[start : start + PAIRS_AT_A_TIME]
        pair_levels = similarity_levels(references, chunk)
        probability = probabilities(pair_levels)
        probable = probability >= possible
        parts.append((chunk[probable], pair_levels[probable], probability[probable]))
    chunk, pair_levels, probability = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return chunk, pair_levels, probability


def _needs_review(pair_levels: np.ndarray) -> np.ndarray:
    """Which pairs a person has to see, however likely they are (Hair et al. 2023)."""
    # Other evidence can outweigh these: an erratum, part 2 of a report or a conference abstract agrees in all the rest
    title = pair_levels[:, TITLE]
    return (
        (title == 0)
        | (title > CLOSE_TITLE)
        | (pair_levels[:, NUMBERS] == OTHER_NUMBERS)
        | (pair_levels[:, YEAR] == YEARS_APART)
        | (pair_levels[:, DOI] == OTHER_DOI)
    )


class _DisjointSets:
    """Disjoint sets of record numbers (union-find), none of which may have two DOIs."""

    def __init__(self, dois: Sequence[str]) -> None:
        self.parent = list(range(len(dois)))
        self.doi = list(dois)

    def root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]  # path halving: long chains stay short
            number = self.parent[number]
        return number

    def join(self, first: int, second: int) -> bool:
        """Join two sets; False where both have a DOI, and not the same."""
        # The lower root stays the root, so a cluster is named by its lowest number, in whatever order it was joined
        low, high = sorted((self.root(first), self.root(second)))
        if self.doi[low] and self.doi[high] and self.doi[low] != self.doi[high]:
            return False
        self.parent[high] = low
        self.doi[low] = self.doi[low] or self.doi[high]
        return True


def _cluster(count: int, groups: _DisjointSets, scored: Sequence[CandidatePair]) -> DeduplicationResult:
    """Clusters by all pairs, those for review included, and which records are certain in them."""
    certain = [groups.root(i) for i in range(count)]
    all_groups = _DisjointSets([""] * count)
    for pair in scored:
        all_groups.join(pair.first, pair.second)
    cluster = [all_groups.root(i) for i in range(count)]
    largest: dict[int, int] = {}
    sizes = np.bincount(certain, minlength=count)
    # Of each cluster the largest certain part, the first of them where several are as large; the rest is for review
    for i in range(count):
        current = largest.get(cluster[i])
        if current is None or sizes[certain[i]] > sizes[current]:
            largest[cluster[i]] = certain[i]
    decision = [CERTAIN if certain[i] == largest[cluster[i]] else REVIEW for i in range(count)]
    return DeduplicationResult(tuple(cluster), tuple(decision), tuple(scored))
