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
BEGINS, LONG = 0.96, 30  # how alike a beginning is to the whole, and how many letters it needs
ROMAN = ("i", "ii", "iii", "iv")
LEVELS = {
    "title": 6,
    "title_numbers": 2,
    "authors": 5,
    "year": 3,
    "journal": 4,
    "volume": 2,
    "page": 2,
    "doi": 2,
    "abstract": 4,
}


def levels(records: Plain, pairs: np.ndarray) -> np.ndarray:
    """Levels of each pair, shape (pairs, fields)."""

    def both(values: Sequence) -> tuple[list, list]:
        return [values[i] for i in pairs[:, 0]], [values[i] for i in pairs[:, 1]]

    titles, authors, abstracts = both(records.title), both(records.authors), both(records.abstract)
    journals = both(records.journal)
    columns = [
        _levels(_titles(*titles), _there(*titles), TITLE_STEPS),
        _numbers(*titles),
        _levels(_tokens(*authors), _there(*authors), AUTHOR_STEPS),
        _years(*map(np.array, both(records.year))),
        _levels(_journals(*journals), _there(*journals), JOURNAL_STEPS),
        _same(*both(records.volume)),
        _same(*both(records.page)),
        _same(*both(records.doi)),
        _levels(_like(*abstracts), _there(*abstracts), ABSTRACT_STEPS),
    ]
    return np.stack(columns, axis=1).astype(np.int8)


def _there(one: list[str], other: list[str]) -> np.ndarray:
    return np.array([bool(a and b) for a, b in zip(one, other, strict=True)])


def _like(one: list[str], other: list[str]) -> np.ndarray:
    return process.cpdist(one, other, scorer=distance.Indel.normalized_similarity)


def _tokens(one: list[str], other: list[str]) -> np.ndarray:
    """Words in any order, one list perhaps shorter."""
    return process.cpdist(one, other, scorer=fuzz.token_set_ratio) / 100


def _titles(one: list[str], other: list[str]) -> np.ndarray:
    """As written, with words in any order, or one the beginning of the other (a subtitle left out)."""
    mixed = process.cpdist(one, other, scorer=fuzz.token_sort_ratio) / 100
    begins = [
        BEGINS if min(len(a), len(b)) >= LONG and (a.startswith(b) or b.startswith(a)) else 0.0
        for a, b in zip(one, other, strict=True)
    ]
    return np.maximum(np.maximum(_like(one, other), mixed), begins)


def _numbers(one: list[str], other: list[str]) -> np.ndarray:
    """Whether the numbers in both titles are the same: part 1 is not part 2."""
    pairs = [(_numbers_in(a), _numbers_in(b)) for a, b in zip(one, other, strict=True)]
    return np.array([0 if not (a or b) else 1 if a == b else 2 for a, b in pairs])


def _numbers_in(title: str) -> frozenset[str]:
    return frozenset(word for word in title.split() if word.isdecimal() or word in ROMAN)


def _years(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.where((one > 0) & (other > 0), 1 + np.minimum(np.abs(one - other), 2), 0)


def _journals(one: list[str], other: list[str]) -> np.ndarray:
    """By words, by letters, or word by word where one is shortened."""
    like = np.maximum(_tokens(one, other), _like(one, other))
    short = [BEGINS if _shortened(a, b) else 0.0 for a, b in zip(one, other, strict=True)]
    return np.maximum(like, short)


def _shortened(one: str, other: str) -> bool:
    """Whether each word of one begins the word of the other in the same place."""
    a, b = one.split(), other.split()
    return len(a) == len(b) and all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True))


def _same(one: list[str], other: list[str]) -> np.ndarray:
    return np.array([0 if not (a and b) else 1 if a == b else 2 for a, b in zip(one, other, strict=True)])


def _levels(like: np.ndarray, there: np.ndarray, steps: tuple[float, ...]) -> np.ndarray:
    """1 for the highest likeness, one more for each step below."""
    return np.where(there, 1 + (like[:, None] < np.array(steps)[None, :]).sum(axis=1), 0)
