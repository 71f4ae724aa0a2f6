"""How alike two references are, field by field, as levels: the less alike, the higher the level; 0 where one does not say."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import distance, fuzz, process

from cyfran.methods.dedup.records import Plain

FIELDS = ("title", "title_numbers", "authors", "year", "journal", "volume", "page", "doi", "abstract")
TITLE_STEPS = (0.995, 0.96, 0.9, 0.8, 0.65)
AUTHOR_STEPS = (0.95, 0.8, 0.6, 0.4)
JOURNAL_STEPS = (0.95, 0.7, 0.5)
ABSTRACT_STEPS = (0.95, 0.8, 0.6)
LEVELS = {"title": 6, "title_numbers": 2, "authors": 5, "year": 3, "journal": 4, "volume": 2, "page": 2, "doi": 2,
          "abstract": 4}  # fmt: skip


def levels(records: Plain, pairs: np.ndarray) -> np.ndarray:
    """Levels of each pair, shape (pairs, fields)."""
    first, second = pairs[:, 0], pairs[:, 1]
    columns = [
        _levels(_titles(records.title, first, second), _both(records.title, first, second), TITLE_STEPS),
        _numbers(records.title, first, second),
        _levels(_tokens(records.authors, first, second), _both(records.authors, first, second), AUTHOR_STEPS),
        _years(np.array(records.year), first, second),
        _levels(_journals(records, first, second), _both(records.journal, first, second), JOURNAL_STEPS),
        _same(records.volume, first, second),
        _same(records.page, first, second),
        _same(records.doi, first, second),
        _levels(
            _like(records.abstract, first, second), _both(records.abstract, first, second), ABSTRACT_STEPS
        ),
    ]
    return np.stack(columns, axis=1).astype(np.int8)


def _take(values: Sequence[str], which: np.ndarray) -> list[str]:
    return [values[i] for i in which]


def _both(values: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    there = np.array([bool(value) for value in values])
    return there[first] & there[second]


def _like(values: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return process.cpdist(
        _take(values, first), _take(values, second), scorer=distance.Indel.normalized_similarity
    )


def _tokens(values: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Words in any order, one list perhaps shorter."""
    return process.cpdist(_take(values, first), _take(values, second), scorer=fuzz.token_set_ratio) / 100


def _titles(values: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """As written, with words in any order, or one the beginning of the other (a subtitle left out)."""
    one, other = _take(values, first), _take(values, second)
    like = process.cpdist(one, other, scorer=distance.Indel.normalized_similarity)
    mixed = process.cpdist(one, other, scorer=fuzz.token_sort_ratio) / 100
    begins = [
        0.96 if min(len(a), len(b)) >= 30 and (a.startswith(b) or b.startswith(a)) else 0.0
        for a, b in zip(one, other, strict=True)
    ]
    return np.maximum(np.maximum(like, mixed), begins)


def _numbers(titles: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether the numbers in both titles are the same: part 1 is not part 2."""
    sets = [
        frozenset(word for word in title.split() if word.isdecimal() or word in ("i", "ii", "iii", "iv"))
        for title in titles
    ]
    return np.array(
        [
            0 if not (sets[i] or sets[j]) else 1 if sets[i] == sets[j] else 2
            for i, j in zip(first, second, strict=True)
        ]
    )


def _years(years: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    apart = np.abs(years[first] - years[second])
    return np.where((years[first] > 0) & (years[second] > 0), 1 + np.minimum(apart, 2), 0)


def _journals(records: Plain, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """By words, by letters, or by initials where one is shortened."""
    names = records.journal
    like = np.maximum(_tokens(names, first, second), _like(names, first, second))
    short = [0.95 if _shortened(names[i], names[j]) else 0.0 for i, j in zip(first, second, strict=True)]
    return np.maximum(like, short)


def _shortened(one: str, other: str) -> bool:
    """Whether each word of one begins the word of the other in the same place."""
    a, b = one.split(), other.split()
    return len(a) == len(b) and all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True))


def _same(values: Sequence[str], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    codes = np.unique(np.array(values, dtype=object), return_inverse=True)[1] if len(values) else np.array([])
    return np.where(_both(values, first, second), np.where(codes[first] == codes[second], 1, 2), 0)


def _levels(like: np.ndarray, there: np.ndarray, steps: tuple[float, ...]) -> np.ndarray:
    """1 for the highest likeness, one more for each step below."""
    return np.where(there, 1 + (like[:, None] < np.array(steps)[None, :]).sum(axis=1), 0)
