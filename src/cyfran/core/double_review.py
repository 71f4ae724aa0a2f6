"""What counts where people judge the same thing independently: enough who are alike, or one that settles it.

Screening votes, forms about a study, effects read from it and rows typed from paper are all decided by this one rule.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class DoubleReview(Generic[Entry]):
    """What follows from all entries on one thing; ``newest`` and ``independent`` are in the order in which they were made.

    ``settling`` is the newest entry that settles it, whatever the others say. ``independent`` are those that do not.
    Nothing is agreed and nothing disputed while fewer people have judged than are needed.
    """

    newest: tuple[Entry, ...]
    independent: tuple[Entry, ...]
    settling: Entry | None
    is_agreed: bool
    is_disputed: bool


def weigh_entries(
    entries: Iterable[Entry],
    *,
    needed: int,
    person: Callable[[Entry], Hashable],
    settles: Callable[[Entry], bool],
    alike: Callable[[Entry, Entry], bool],
) -> DoubleReview[Entry]:
    """Return what follows from entries, the oldest first, where ``needed`` people have to judge independently."""
    newest: dict[Hashable, Entry] = {}
    for entry in entries:
        # Removed first: a newer entry of a person stands where it was made, not where their first one stood
        newest.pop(person(entry), None)
        newest[person(entry)] = entry
    settling = [entry for entry in newest.values() if settles(entry)]
    independent = tuple(entry for entry in newest.values() if not settles(entry))
    enough = not settling and len(independent) >= needed > 0
    agreed = enough and all(alike(independent[0], other) for other in independent[1:])
    return DoubleReview(
        newest=tuple(newest.values()),
        independent=independent,
        settling=settling[-1] if settling else None,
        is_agreed=agreed,
        is_disputed=enough and not agreed,
    )
