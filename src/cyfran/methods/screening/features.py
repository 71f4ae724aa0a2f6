"""Which words stand in which record: TF-IDF of words and pairs of words, as one sparse matrix."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from scipy import sparse

from cyfran.methods.errors import MethodError

WORD = re.compile(r"\b\w\w+\b")
WORD_BITS = 23  # a record of a chunk, a word and the word after it fit in one integer
MOST_WORDS, CHUNK = (1 << WORD_BITS) - 2, 1 << 11  # records at a time, to spare memory
TOO_COMMON = 0.95


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
    O(t log t) for t words in all. A column that stands in one record only is not kept but counted in ``alone``, which takes
    nothing from the exactness of a linear model with squared penalty and shortens rows by more than half.

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
    rows, terms, times = (np.concatenate(parts) for parts in zip(*counted, strict=True))
    return _weighted(rows, terms, times, len(texts), tuple(vocabulary))


def _counts(
    texts: Sequence[str], start: int, vocabulary: defaultdict[str, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
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
    return (keys >> 2 * WORD_BITS) + start, keys & ((1 << 2 * WORD_BITS) - 1), times


def _weighted(
    rows: np.ndarray, terms: np.ndarray, times: np.ndarray, number: int, vocabulary: tuple[str, ...]
) -> Features:
    every, spread = np.unique(terms, return_counts=True)
    place = np.searchsorted(every, terms)
    weight = np.log((1 + number) / (1 + spread)) + 1
    weight[spread > TOO_COMMON * number] = 0.0
    values = (1 + np.log(times)) * weight[place]
    squared = np.bincount(rows, weights=values**2, minlength=number)
    values /= np.sqrt(np.where(squared > 0, squared, 1.0))[rows]
    shared = (spread > 1) & (weight > 0)
    single = spread[place] == 1
    alone = np.bincount(rows[single], weights=values[single] ** 2, minlength=number)
    kept = shared[place]
    columns = (np.cumsum(shared) - 1)[place[kept]]
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=number))])
    matrix = sparse.csr_array(
        (values[kept], columns.astype(np.int32), starts.astype(np.int32)), shape=(number, int(shared.sum()))
    )
    return Features(matrix, alone, every[shared], vocabulary)
