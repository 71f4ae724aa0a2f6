"""Which references are compared at all: those that share one of several keys."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from cyfran.methods.dedup.records import Plain

LARGEST_BLOCK = 60  # a key that more share says little; the other keys find their pairs
SHORT = 25


def candidates(records: Plain) -> np.ndarray:
    """Pairs of numbers, the lower first, shape (pairs, 2), each once, in order."""
    number = len(records.title)
    found = [_within(key, number) for key in _keys(records)]
    codes = np.unique(np.concatenate(found))
    return np.stack([codes // number, codes % number], axis=1)


def _keys(records: Plain) -> Iterable[Sequence[str]]:
    """Each a key for every record; empty where it has none."""
    titles = [title.replace(" ", "") for title in records.title]
    yield records.doi
    yield [title[:SHORT] for title in titles]
    yield [title[-SHORT:] for title in titles]
    yield [" ".join(sorted(set(title.split()))) for title in records.title]
    yield from _rare(records.title)
    yield [_all(a, y, t[:6]) for a, y, t in zip(records.first_author, records.year, titles, strict=True)]
    yield [_all(v, p, y) for v, p, y in zip(records.volume, records.page, records.year, strict=True)]
    yield [_all(a, p, v) for a, p, v in zip(records.first_author, records.page, records.volume, strict=True)]
    yield [_all(j, p, y) for j, p, y in zip(records.initials, records.page, records.year, strict=True)]
    yield [_all(a, j, y) for a, j, y in zip(records.authors, records.initials, records.year, strict=True)]
    yield [abstract[:60] if len(abstract) >= 60 else "" for abstract in records.abstract]


def _all(*parts: object) -> str:
    return "|".join(map(str, parts)) if all(parts) else ""


def _rare(titles: Sequence[str]) -> Iterable[list[str]]:
    """The rarest words of a title that others have too: the two rarest, and those after the rarest."""
    spread = Counter(word for title in titles for word in set(title.split()))
    ranked = [
        sorted(
            {word for word in title.split() if spread[word] > 1 and len(word) > 2},
            key=lambda w: (spread[w], w),
        )
        for title in titles
    ]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        yield [f"{one[first]}|{one[second]}" if len(one) > second else "" for one in ranked]


def _within(keys: Sequence[str], number: int) -> np.ndarray:
    """Pairs of records with the same key, as one number each."""
    blocks: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            blocks.setdefault(key, []).append(i)
    by_size: dict[int, list[list[int]]] = {}
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            by_size.setdefault(len(block), []).append(block)
    found = [np.empty(0, np.int64)]
    for size, members in by_size.items():
        first, second = np.triu_indices(size, 1)
        rows = np.array(members, dtype=np.int64)
        found.append((rows[:, first] * number + rows[:, second]).ravel())
    return np.concatenate(found)
