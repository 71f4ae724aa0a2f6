"""Which words stand in which record: TF-IDF of words and pairs of words, as one sparse matrix."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise

import numpy as np
from scipy import sparse

from cyfran.methods.errors import MethodError

WORD = re.compile(r"\b\w\w+\b")
WORD_BITS = 23  # a record of a chunk, a word and the word after it fit in one integer
MOST_WORDS, CHUNK = (1 << WORD_BITS) - 2, 1 << 11  # records at a time, to spare memory
PART, SAMPLED = 1 << 22, 101  # entries weighed at a time; every so many tells where to part them
TOO_COMMON = 0.95


Entries = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class Features:
    """Records as rows of unit length.

    Attributes
    ----------
    matrix
        One row a record, one column a word or pair of words that stands in at least two records.
    alone
        For each record the squared length of what stands in no other record. Such words are of no use for another record, but
        they belong to the length of their own: a model that has them here is the same as one with a column for each.
    terms
        What each column is, as numbers; ``words_of`` spells them.
    vocabulary
        The words, in the order of their numbers.
    """

    matrix: sparse.csr_array
    alone: np.ndarray
    terms: np.ndarray
    vocabulary: tuple[str, ...]

    def words_of(self, columns: Sequence[int] | np.ndarray) -> list[str]:
        """Spell the words or pairs of words of columns.

        Parameters
        ----------
        columns
            Numbers of columns.

        Returns
        -------
        list of str
            Words, and pairs with a space between them.
        """
        spelled = []
        for term in self.terms[np.asarray(columns, dtype=np.int64)]:
            first, second = int(term) >> WORD_BITS, int(term) & ((1 << WORD_BITS) - 1)
            words = [self.vocabulary[first], *([self.vocabulary[second - 1]] if second else [])]
            spelled.append(" ".join(words))
        return spelled


def text_features(texts: Sequence[str]) -> Features:
    """Turn texts into rows of TF-IDF.

    Words are runs of at least two letters, digits or underscores in any alphabet, in lower case; pairs are words that follow each
    other. Counts are taken as 1 + log(count), weighted by log((1 + n) / (1 + records with it)) + 1, left out where more than
    95 % of records have them, and rows are scaled to length one. It is the weighting that ASReview's default model uses.

    Parameters
    ----------
    texts
        One text a record, such as title and abstract with a space between them; may be empty.

    Returns
    -------
    Features

    Raises
    ------
    MethodError
        ``no_records`` without texts, ``too_many_words`` beyond some eight million different ones.

    Notes
    -----
    O(t log t) for t words in all, in some 70 bytes for each. A column that stands in one record only is not kept but counted
    in ``alone``, which takes nothing from the exactness of a linear model with squared penalty and shortens rows by more than
    half.

    References
    ----------
    G. Salton, C. Buckley (1988), Term-weighting approaches in automatic text retrieval, *Information Processing & Management*
    24(5), 513-523.

    Examples
    --------
    >>> features = text_features(["walking group", "walking football", "choir practice", "choir and walking group"])
    >>> features.words_of(range(features.matrix.shape[1]))
    ['walking', 'walking group', 'group', 'choir']
    """
    if not len(texts):
        raise MethodError("no_records")
    vocabulary: defaultdict[str, int] = defaultdict(count().__next__)
    counted = [
        _counts(texts[start : start + CHUNK], start, vocabulary) for start in range(0, len(texts), CHUNK)
    ]
    return _weighted(counted, len(texts), tuple(vocabulary))


def _counts(texts: Sequence[str], start: int, vocabulary: defaultdict[str, int]) -> Entries:
    """How often each word and pair stands in each text: rows, terms, times."""
    words = [WORD.findall(text.lower()) for text in texts]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ids = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(words)), np.int64, int(lengths.sum()))
    if len(vocabulary) > MOST_WORDS:
        raise MethodError("too_many_words")
    rows = np.repeat(np.arange(len(texts)), lengths)
    follow = np.flatnonzero(rows[1:] == rows[:-1]) if len(rows) else np.empty(0, np.int64)
    keys = np.concatenate(
        [
            (rows << 2 * WORD_BITS) | (ids << WORD_BITS),
            (rows[follow] << 2 * WORD_BITS) | (ids[follow] << WORD_BITS) | (ids[follow + 1] + 1),
        ]
    )
    keys, times = np.unique(keys, return_counts=True)
    rows = ((keys >> 2 * WORD_BITS) + start).astype(np.int32)
    return rows, keys & ((1 << 2 * WORD_BITS) - 1), times.astype(np.int32)


def _weighted(counted: list[Entries], number: int, vocabulary: tuple[str, ...]) -> Features:
    """Weigh entries, those of a range of terms at a time: what is needed beside them stays small."""
    squared, single = np.zeros(number), np.zeros(number)
    kept: list[Entries] = []
    columns: list[np.ndarray] = []
    for rows, terms, times in _parted(counted):
        every, place, spread = np.unique(terms, return_inverse=True, return_counts=True)
        weight = np.log((1 + number) / (1 + spread)) + 1
        weight[spread > TOO_COMMON * number] = 0.0
        values = (1 + np.log(times)) * weight[place]
        squared += np.bincount(rows, weights=values**2, minlength=number)
        alone = spread[place] == 1
        single += np.bincount(rows[alone], weights=values[alone] ** 2, minlength=number)
        shared = (spread > 1) & (weight > 0)
        there = shared[place]
        before = sum(len(one) for one in columns)
        kept.append(
            (values[there], rows[there], (np.cumsum(shared) - 1 + before)[place[there]].astype(np.int32))
        )
        columns.append(every[shared])
    counted.clear()
    length = np.sqrt(np.where(squared > 0, squared, 1.0))
    terms = np.concatenate(columns)
    matrix = _rows_of(kept, length, len(terms))
    return Features(matrix, single / length**2, terms, vocabulary)


def _rows_of(kept: list[Entries], length: np.ndarray, columns: int) -> sparse.csr_array:
    """Put the parts beside each other, row by row, each let go once it is in its place."""
    number = len(length)
    sizes = [np.bincount(rows, minlength=number) for _, rows, _ in kept]
    starts = np.concatenate([[0], np.cumsum(np.sum(sizes, axis=0))])
    values, places = np.empty(starts[-1]), np.empty(starts[-1], np.int32)
    begin = starts[:-1].copy()
    for size in sizes:
        value, rows, place = kept.pop(0)
        there = (begin - (np.cumsum(size) - size))[rows] + np.arange(len(rows))
        values[there], places[there] = value / length[rows], place
        begin += size
    return sparse.csr_array((values, places, starts.astype(np.int32)), shape=(number, columns))


def _parted(counted: list[Entries]) -> Iterator[Entries]:
    """Entries of one range of terms after the other, each with all of its records."""
    sample = np.sort(np.concatenate([terms[::SAMPLED] for _, terms, _ in counted]))
    parts = max(1, SAMPLED * len(sample) // PART)
    ends = [sample[len(sample) * i // parts] for i in range(1, parts)]
    for low, high in pairwise([-1, *ends, np.iinfo(np.int64).max]):
        chosen = [(part, (part[1] > low) & (part[1] <= high)) for part in counted]
        rows, terms, times = (np.concatenate([part[i][there] for part, there in chosen]) for i in range(3))
        yield rows, terms, times
