"""TF-IDF features of records: words and pairs of words, as one sparse matrix."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise

import numpy as np
from scipy import sparse

from cyfran.methods.errors import MethodError

WORD = re.compile(r"\b\w\w+\b")
WORD_BITS = 23  # of a word's number: 11 bits of a record in its chunk and twice 23 bits fit in an int64
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
    chunks = [
        _count_terms(texts[start : start + CHUNK], start, vocabulary) for start in range(0, len(texts), CHUNK)
    ]
    return _weigh_terms(chunks, len(texts), tuple(vocabulary))


def _count_terms(texts: Sequence[str], start: int, vocabulary: defaultdict[str, int]) -> Entries:
    """Count how often each word and pair stands in each text: rows, terms, times."""
    words = [WORD.findall(text.lower()) for text in texts]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    ids = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(words)), np.int64, int(lengths.sum()))
    if len(vocabulary) > MOST_WORDS:
        raise MethodError("too_many_words")
    rows = np.repeat(np.arange(len(texts)), lengths)
    pair_starts = np.flatnonzero(rows[1:] == rows[:-1]) if len(rows) else np.empty(0, np.int64)
    # record | word | next word + 1, where 0 in the last place is the word alone: one sort of integers counts all words and
    # pairs at once, and pairs never reach from one record into the next
    keys = np.concatenate(
        [
            (rows << 2 * WORD_BITS) | (ids << WORD_BITS),
            (rows[pair_starts] << 2 * WORD_BITS)
            | (ids[pair_starts] << WORD_BITS)
            | (ids[pair_starts + 1] + 1),
        ]
    )
    keys, times = np.unique(keys, return_counts=True)
    rows = ((keys >> 2 * WORD_BITS) + start).astype(np.int32)
    return rows, keys & ((1 << 2 * WORD_BITS) - 1), times.astype(np.int32)


def _weigh_terms(chunks: list[Entries], records: int, vocabulary: tuple[str, ...]) -> Features:
    """Weigh the counts of all chunks, one range of terms at a time to spare memory."""
    squared, alone_squared = np.zeros(records), np.zeros(records)
    parts: list[Entries] = []
    columns: list[np.ndarray] = []
    for rows, terms, times in _partition_by_term(chunks):
        distinct, term_index, record_counts = np.unique(terms, return_inverse=True, return_counts=True)
        # (1 + ln tf)(ln((1 + n)/(1 + df)) + 1), smoothed and sublinear as scikit-learn's TfidfVectorizer has it
        weight = np.log((1 + records) / (1 + record_counts)) + 1
        weight[record_counts > TOO_COMMON * records] = 0.0
        values = (1 + np.log(times)) * weight[term_index]
        # A term of a single record changes only that record's product with itself: its squared weight is kept as a
        # diagonal instead of a column. The length counts it all the same.
        squared += np.bincount(rows, weights=values**2, minlength=records)
        alone = record_counts[term_index] == 1
        alone_squared += np.bincount(rows[alone], weights=values[alone] ** 2, minlength=records)
        shared = (record_counts > 1) & (weight > 0)
        is_shared = shared[term_index]
        columns_before = sum(len(ids) for ids in columns)
        parts.append(
            (
                values[is_shared],
                rows[is_shared],
                (np.cumsum(shared) - 1 + columns_before)[term_index[is_shared]].astype(np.int32),
            )
        )
        columns.append(distinct[shared])
    chunks.clear()
    # Lengths are known only after all ranges of terms; a record without terms is left at 0, not 0/0
    length = np.sqrt(np.where(squared > 0, squared, 1.0))
    terms = np.concatenate(columns)
    matrix = _assemble_rows(parts, length, len(terms))
    return Features(matrix, alone_squared / length**2, terms, vocabulary)


def _assemble_rows(parts: list[Entries], length: np.ndarray, columns: int) -> sparse.csr_array:
    """Merge the parts, which hold columns of all rows, into one matrix by rows; each part is freed once it is copied."""
    records = len(length)
    sizes = [np.bincount(rows, minlength=records) for _, rows, _ in parts]
    starts = np.concatenate([[0], np.cumsum(np.sum(sizes, axis=0))])
    values, indices = np.empty(starts[-1]), np.empty(starts[-1], np.int32)
    next_free = starts[:-1].copy()
    for size in sizes:
        entries, rows, column_ids = parts.pop(0)
        # Entries of a part are sorted by row: entry e of row r goes to where r is free, plus its place within r
        positions = (next_free - (np.cumsum(size) - size))[rows] + np.arange(len(rows))
        values[positions], indices[positions] = entries / length[rows], column_ids
        next_free += size
    return sparse.csr_array((values, indices, starts.astype(np.int32)), shape=(records, columns))


def _partition_by_term(chunks: list[Entries]) -> Iterator[Entries]:
    """Yield the entries of one range of terms after the other, each range with all of its records."""
    # The ends of ranges are quantiles of every 101st term, so that ranges are about equally large whatever the words
    sample = np.sort(np.concatenate([terms[::SAMPLED] for _, terms, _ in chunks]))
    parts = max(1, SAMPLED * len(sample) // PART)
    ends = [sample[len(sample) * i // parts] for i in range(1, parts)]
    for low, high in pairwise([-1, *ends, np.iinfo(np.int64).max]):
        masked = [(part, (part[1] > low) & (part[1] <= high)) for part in chunks]
        rows, terms, times = (np.concatenate([part[i][mask] for part, mask in masked]) for i in range(3))
        yield rows, terms, times
