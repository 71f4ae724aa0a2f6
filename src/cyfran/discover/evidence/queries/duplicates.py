"""Queries for candidate duplicates: pairs of records that may be the same, and what people decided of them."""

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


def _newest_decision() -> Subquery:
    newest = DuplicateDecision.objects.filter(pair=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("same")[:1], output_field=BooleanField())


def candidate_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """Return the pairs with ``decision``, a person's newest or None, and ``same``, what counts (None if undecided)."""
    return (
        DuplicatePair.objects.filter(first__review=review)
        .annotate(decision=_newest_decision())
        .annotate(
            same=Case(
                When(decision__isnull=False, then=F("decision")),
                When(certain=True, then=Value(True)),
                default=Value(None),
                output_field=BooleanField(null=True),
            )
        )
        .select_related("first__search", "second__search")
    )


def undecided_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """Return the pairs a person has to decide, the most probable first."""
    return candidate_duplicates(review).filter(same__isnull=True).order_by("-probability", "id")


def decided_duplicates(review: Review) -> QuerySet[DuplicatePair]:
    """Return the pairs joined by the method or a person, or kept apart by a person; newest first."""
    return candidate_duplicates(review).filter(Q(same=True) | Q(decision=False)).order_by("-id")


def candidate_duplicate_in(review: Review, pk) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(first__review=review, pk=pk).select_related(
        "first__review__partnership"
    )


def joined_pairs(review: Review) -> Iterator[tuple[UUID, UUID]]:
    """Yield the ids of pairs that count as one: people's decisions before the method's, the most probable first."""
    pairs = candidate_duplicates(review).filter(same=True)
    ordered = pairs.order_by(F("decision").desc(nulls_last=True), "-probability", "first_id", "second_id")
    yield from ordered.values_list("first_id", "second_id")


def separated_pairs(review: Review) -> set[tuple[UUID, UUID]]:
    """Return the pairs of ids that a person kept apart, each in both orders."""
    pairs = set(candidate_duplicates(review).filter(decision=False).values_list("first_id", "second_id"))
    return pairs | {(second, first) for first, second in pairs}


STUDY, FULL_TEXT, INCLUDED, SCREENED = 4, 3, 2, 1


def furthest_stage_of_records(review: Review) -> dict[UUID, int]:
    """Return the furthest stage that each screened record has reached."""
    abstract_votes = AbstractVote.objects.filter(record__review=review)
    full_text_votes = FullTextVote.objects.filter(record__review=review)
    stages = (
        (SCREENED, abstract_votes.values_list("record_id", flat=True)),
        (
            INCLUDED,
            abstract_votes.filter(verdict=ScreeningVerdict.INCLUDE).values_list("record_id", flat=True),
        ),
        (FULL_TEXT, full_text_votes.values_list("record_id", flat=True)),
        (
            STUDY,
            Study.objects.filter(review=review, record__isnull=False).values_list("record_id", flat=True),
        ),
    )
    return {record: stage for stage, records in stages for record in records}
