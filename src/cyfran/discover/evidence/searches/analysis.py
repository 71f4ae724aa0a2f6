"""Finding duplicates by the method."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cyfran.methods.dedup import Bibliographic, deduplicate

POSSIBLE_DUPLICATE = 0.2  # low, as people check these pairs, and an overlooked duplicate is screened twice


@dataclass(frozen=True)
class CandidateDuplicate:
    """Two records that may be the same; ``differ`` are the fields in which they differ."""

    first: UUID
    second: UUID
    probability: float
    certain: bool
    differ: tuple[str, ...]


def find_duplicates(records: Sequence) -> list[CandidateDuplicate]:
    """Return the pairs that may be duplicates among all records of a review, which come in the order of their numbers."""
    duplicates = deduplicate(
        [
            Bibliographic(
                record.title,
                record.authors,
                str(record.year or ""),
                record.source,
                record.volume,
                record.pages,
                record.doi,
                record.beginning,
            )
            for record in records
        ],
        possible=POSSIBLE_DUPLICATE,
    )
    return [
        CandidateDuplicate(
            records[pair.first].pk,
            records[pair.second].pk,
            pair.probability,
            pair.decision == "certain",
            pair.differ,
        )
        for pair in duplicates.pairs
    ]
