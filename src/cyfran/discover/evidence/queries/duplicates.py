"""Pairs of records that may be one, and what was said of them."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cyfran.discover.evidence.models import (
    AbstractVote,
    DuplicateDecision,
    DuplicatePair,
    FullTextVote,
    Review,
    ScreeningVerdict,
    Study,
)


def _said() -> Subquery:
    newest = DuplicateDecision.objects.filter(pair=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("same")[:1], output_field=BooleanField())


def candidate_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """With ``said`` by a person, or None, and ``same`` as it counts."""
    return (
        DuplicatePair.objects.filter(first__review=review)
        .annotate(said=_said())
        .annotate(
            same=Case(
                When(said__isnull=False, then=F("said")),
                When(certain=True, then=Value(True)),
                default=Value(None),
                output_field=BooleanField(null=True),
            )
        )
        .select_related("first__search", "second__search")
    )


def undecided_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """What a person has to settle, the likeliest first."""
    return candidate_duplicates(review).filter(same__isnull=True).order_by("-probability", "id")


def decided_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """What was joined, by the method or a person, or kept apart by a person; the newest first."""
    return candidate_duplicates(review).filter(Q(same=True) | Q(said=False)).order_by("-id")


def candidate_duplicate_in(review: Review, pk) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(first__review=review, pk=pk).select_related(
        "first__review__partnership"
    )


def joined_in(review: Review) -> Iterator[tuple[UUID, UUID]]:
    """Pairs that count as one: what a person said before what the method found, the likeliest first."""
    pairs = candidate_duplicates(review).filter(same=True)
    ordered = pairs.order_by(F("said").desc(nulls_last=True), "-probability", "first_id", "second_id")
    yield from ordered.values_list("first_id", "second_id")


def parted_in(review: Review) -> set[tuple[UUID, UUID]]:
    """Pairs that a person said are not one, either way round."""
    pairs = set(candidate_duplicates(review).filter(said=False).values_list("first_id", "second_id"))
    return pairs | {(second, first) for first, second in pairs}


STUDY, FULL, INCLUDED, READ = 4, 3, 2, 1


def furthest_stage_of_records(review: Review) -> dict[UUID, int]:
    """How far each record came that somebody has read."""
    read = AbstractVote.objects.filter(record__review=review)
    full = FullTextVote.objects.filter(record__review=review)
    steps = (
        (READ, read.values_list("record_id", flat=True)),
        (INCLUDED, read.filter(verdict=ScreeningVerdict.INCLUDE).values_list("record_id", flat=True)),
        (FULL, full.values_list("record_id", flat=True)),
        (
            STUDY,
            Study.objects.filter(review=review, record__isnull=False).values_list("record_id", flat=True),
        ),
    )
    return {record: step for step, records in steps for record in records}
