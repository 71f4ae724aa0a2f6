"""Similarity of two references, field by field, as levels: 1 is the most alike; 0 where a field is empty in one of them."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import distance, fuzz, process

from cyfran.methods.dedup.records import NormalisedReferences

FIELDS = ("title", "title_numbers", "authors", "year", "journal", "volume", "page", "doi", "abstract")
TITLE_STEPS = (0.995, 0.96, 0.9, 0.8, 0.65)
AUTHOR_STEPS = (0.95, 0.8, 0.6, 0.4)
JOURNAL_STEPS = (0.95, 0.7, 0.5)
ABSTRACT_STEPS = (0.95, 0.8, 0.6)
PREFIX_SIMILARITY = 0.96  # of a title to one that begins with it
FEWEST_PREFIX_LETTERS = 30  # of such a beginning
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


def similarity_levels(records: NormalisedReferences, pairs: np.ndarray) -> np.ndarray:
    """Return the levels of each pair, shape (pairs, fields)."""

    def both(values: Sequence) -> tuple[list, list]:
        return [values[i] for i in pairs[:, 0]], [values[i] for i in pairs[:, 1]]

    titles, authors, abstracts = both(records.title), both(records.authors), both(records.abstract)
    journals = both(records.journal)
    columns = [
        _levels_of(_title_similarity(*titles), _both_present(*titles), TITLE_STEPS),
        _number_levels(*titles),
        _levels_of(_token_set_similarity(*authors), _both_present(*authors), AUTHOR_STEPS),
        _year_levels(*map(np.array, both(records.year))),
        _levels_of(_journal_similarity(*journals), _both_present(*journals), JOURNAL_STEPS),
        _equality_levels(*both(records.volume)),
        _equality_levels(*both(records.page)),
        _equality_levels(*both(records.doi)),
        _levels_of(_edit_similarity(*abstracts), _both_present(*abstracts), ABSTRACT_STEPS),
    ]
    return np.stack(columns, axis=1).astype(np.int8)


def _both_present(first: list[str], second: list[str]) -> np.ndarray:
    return np.array([bool(a and b) for a, b in zip(first, second, strict=True)])


def _edit_similarity(first: list[str], second: list[str]) -> np.ndarray:
    return process.cpdist(first, second, scorer=distance.Indel.normalized_similarity)


def _token_set_similarity(first: list[str], second: list[str]) -> np.ndarray:
    """Similarity of words in any order, where one list may be a part of the other."""
    return process.cpdist(first, second, scorer=fuzz.token_set_ratio) / 100


def _title_similarity(first: list[str], second: list[str]) -> np.ndarray:
    """The highest of: as written, with words in any order, one the beginning of the other (a subtitle left out)."""
    sorted_tokens = process.cpdist(first, second, scorer=fuzz.token_sort_ratio) / 100
    prefixes = [
        PREFIX_SIMILARITY
        if min(len(a), len(b)) >= FEWEST_PREFIX_LETTERS and (a.startswith(b) or b.startswith(a))
        else 0.0
        for a, b in zip(first, second, strict=True)
    ]
    return np.maximum(np.maximum(_edit_similarity(first, second), sorted_tokens), prefixes)


def _number_levels(first: list[str], second: list[str]) -> np.ndarray:
    """Whether the numbers in both titles are the same: part 1 is not part 2."""
    numbers = [(_numbers_in(a), _numbers_in(b)) for a, b in zip(first, second, strict=True)]
    return np.array([0 if not (a or b) else 1 if a == b else 2 for a, b in numbers])


def _numbers_in(title: str) -> frozenset[str]:
    return frozenset(word for word in title.split() if word.isdecimal() or word in ROMAN)


def _year_levels(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where((first > 0) & (second > 0), 1 + np.minimum(np.abs(first - second), 2), 0)


def _journal_similarity(first: list[str], second: list[str]) -> np.ndarray:
    """The highest of: by words, by letters, word by word where one is abbreviated."""
    similarity = np.maximum(_token_set_similarity(first, second), _edit_similarity(first, second))
    abbreviated = [
        PREFIX_SIMILARITY if _is_abbreviated(a, b) else 0.0 for a, b in zip(first, second, strict=True)
    ]
    return np.maximum(similarity, abbreviated)


def _is_abbreviated(first: str, second: str) -> bool:
    """Whether each word of one begins the word of the other in the same place."""
    a, b = first.split(), second.split()
    return len(a) == len(b) and all(x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True))


def _equality_levels(first: list[str], second: list[str]) -> np.ndarray:
    return np.array([0 if not (a and b) else 1 if a == b else 2 for a, b in zip(first, second, strict=True)])


def _levels_of(similarity: np.ndarray, present: np.ndarray, steps: tuple[float, ...]) -> np.ndarray:
    """Return 1 for the highest similarity, one more for each step that it is below; 0 where a field is empty."""
    return np.where(present, 1 + (similarity[:, None] < np.array(steps)[None, :]).sum(axis=1), 0)
