"""Blocking: the pairs of references that are compared at all, which share one of several keys."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from cyfran.methods.dedup.records import NormalisedReferences

LARGEST_BLOCK = 60  # a key that more share says little; the other keys find their pairs
TITLE_PREFIX = 25


def candidates(records: NormalisedReferences) -> np.ndarray:
    """Return the pairs of record numbers to compare, the lower first, shape (pairs, 2), each once, in order."""
    # A pair as one number, first · n + second: pairs that share several keys are made one by a sort of integers
    count = len(records.title)
    codes = [_pairs_within_blocks(key, count) for key in _keys(records)]
    unique_codes = np.unique(np.concatenate(codes))
    return np.stack([unique_codes // count, unique_codes % count], axis=1)


def _keys(records: NormalisedReferences) -> Iterable[Sequence[str]]:
    """Yield one list of keys after another, with a key for every record; empty where it has none."""
    # Each kind of key fails on some duplicates (a typing error at the start, no DOI, another page). A pair is lost only if
    # all of them fail, so the kinds use different fields and different ends of the title.
    titles = [title.replace(" ", "") for title in records.title]
    yield records.doi
    yield [title[:TITLE_PREFIX] for title in titles]
    yield [title[-TITLE_PREFIX:] for title in titles]
    yield [" ".join(sorted(set(title.split()))) for title in records.title]
    yield from _rare_word_keys(records.title)
    yield [
        _joined_key(a, y, t[:6]) for a, y, t in zip(records.first_author, records.year, titles, strict=True)
    ]
    yield [_joined_key(v, p, y) for v, p, y in zip(records.volume, records.page, records.year, strict=True)]
    yield [
        _joined_key(a, p, v)
        for a, p, v in zip(records.first_author, records.page, records.volume, strict=True)
    ]
    yield [_joined_key(j, p, y) for j, p, y in zip(records.initials, records.page, records.year, strict=True)]
    yield [
        _joined_key(a, j, y) for a, j, y in zip(records.authors, records.initials, records.year, strict=True)
    ]
    yield [abstract[:60] if len(abstract) >= 60 else "" for abstract in records.abstract]


def _joined_key(*parts: object) -> str:
    return "|".join(map(str, parts)) if all(parts) else ""


def _rare_word_keys(titles: Sequence[str]) -> Iterable[list[str]]:
    """Yield keys of two of the three rarest words of each title, among words that other titles have too."""
    title_counts = Counter(word for title in titles for word in set(title.split()))
    ranked = [
        sorted(
            {word for word in title.split() if title_counts[word] > 1 and len(word) > 2},
            key=lambda word: (title_counts[word], word),
        )
        for title in titles
    ]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        yield [f"{words[first]}|{words[second]}" if len(words) > second else "" for words in ranked]


def _pairs_within_blocks(keys: Sequence[str], count: int) -> np.ndarray:
    """Return the pairs of records with the same key, as one number each."""
    blocks: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            blocks.setdefault(key, []).append(i)
    by_size: dict[int, list[list[int]]] = {}
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            by_size.setdefault(len(block), []).append(block)
    codes = [np.empty(0, np.int64)]
    # Blocks of the same size together: one array operation for each size instead of a loop over all blocks
    for size, members in by_size.items():
        first, second = np.triu_indices(size, 1)
        rows = np.array(members, dtype=np.int64)
        codes.append((rows[:, first] * count + rows[:, second]).ravel())
    return np.concatenate(codes)
