"""Pairs of records that may be one, and what was said of them."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cyfran.discover.evidence.models import Judgement, Likeness, Review, Settlement


def _said() -> Subquery:
    newest = Settlement.objects.filter(likeness=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("same")[:1], output_field=BooleanField())


def likenesses_of(review: Review) -> QuerySet[Likeness]:
    """With ``said`` by a person, or None, and ``same`` as it counts."""
    return (
        Likeness.objects.filter(first__review=review)
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


def open_likenesses(review: Review) -> QuerySet[Likeness]:
    """What a person has to settle, the likeliest first."""
    return likenesses_of(review).filter(same__isnull=True).order_by("-probability", "id")


def settled_likenesses(review: Review) -> QuerySet[Likeness]:
    """What was joined, by the method or a person, or kept apart by a person; the newest first."""
    return likenesses_of(review).filter(Q(same=True) | Q(said=False)).order_by("-id")


def likeness_in(review: Review, pk) -> QuerySet[Likeness]:
    return Likeness.objects.filter(first__review=review, pk=pk).select_related("first__review__partnership")


def joined_in(review: Review) -> Iterator[tuple[UUID, UUID]]:
    """Pairs that count as one."""
    pairs = likenesses_of(review).filter(same=True).order_by("first_id", "second_id")
    yield from pairs.values_list("first_id", "second_id")


def read_in(review: Review) -> set[UUID]:
    """Records that somebody has read."""
    return set(Judgement.objects.filter(record__review=review).values_list("record_id", flat=True))
