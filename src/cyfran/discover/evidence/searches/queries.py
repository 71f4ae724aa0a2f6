"""Queries for searches, their records, and pairs of records that may be the same."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Left

from cyfran.core.files.models import ImportJob, ImportReport
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.searches.models import DuplicateDecision, DuplicatePair, Record, Search

ABSTRACT_LETTERS = 600  # compared of an abstract


def searches_of(review: Review) -> QuerySet[Search]:
    """Return the searches, oldest first, with their import ``outcome`` and the numbers ``brought`` and ``duplicates``."""
    newest = ImportReport.objects.filter(import_job=OuterRef("import_job")).order_by("-id")
    counts = {
        "brought": Count("records"),
        "duplicates": Count("records", filter=Q(records__duplicate_of__isnull=False)),
        "outcome": Subquery(newest.values("outcome")[:1]),
    }
    return (
        Search.objects.filter(review=review)
        .select_related("withdrawal", "by")
        .annotate(**counts)
        .order_by("at")
    )


def searches_done(review: Review) -> QuerySet[Search]:
    """Return the searches whose files were imported completely: only their records are screened."""
    return Search.objects.filter(review=review, import_job__reports__outcome=ImportJob.ImportOutcome.DONE)


def search_in(review: Review, pk) -> QuerySet[Search]:
    return Search.objects.filter(review=review, pk=pk)


def search_of_import(pk: str) -> tuple[Search, ImportJob]:
    """Return a search and its import job, by the id of the job."""
    import_job = ImportJob.objects.prefetch_related("uploads").get(pk=pk)
    return Search.objects.select_related("review").get(import_job=import_job), import_job


def records_to_compare(review: Review) -> list:
    """Return all records by number, with the fields that duplicates are found by; of the abstract only the ``beginning``."""
    rows = Record.objects.filter(review=review).annotate(beginning=Left("abstract", ABSTRACT_LETTERS))
    fields = ("pk", "title", "authors", "year", "source", "volume", "pages", "doi", "beginning")
    return list(rows.order_by("number").values_list(*fields, named=True))


def record_counts(review: Review) -> dict[str, int]:
    """Return the number of records of a review, and how many of these are duplicates."""
    return Record.objects.filter(review=review).aggregate(
        records=Count("id"), duplicates=Count("id", filter=Q(duplicate_of__isnull=False))
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
    """Return the furthest stage that each screened record has reached. Later chapters are read by their relations to records."""
    records = Record.objects.filter(review=review)
    records_by_stage = (
        (SCREENED, records.filter(abstract_votes__isnull=False)),
        (INCLUDED, records.filter(abstract_votes__verdict="include")),
        (FULL_TEXT, records.filter(full_text_votes__isnull=False)),
        (STUDY, records.filter(study__isnull=False)),
    )
    return {pk: stage for stage, reached in records_by_stage for pk in reached.values_list("pk", flat=True)}


def is_screened(search: Search) -> bool:
    """Return whether a record of a search has a vote."""
    return Record.objects.filter(search=search, abstract_votes__isnull=False).exists()


def is_study(record: Record) -> bool:
    """Return whether a record has become a study of the review."""
    return Record.objects.filter(pk=record.pk, study__isnull=False).exists()


def both_are_studies(pair: DuplicatePair) -> bool:
    return is_study(pair.first) and is_study(pair.second)


def record_in(review: Review, pk) -> QuerySet[Record]:
    return Record.objects.filter(review=review, pk=pk).select_related("review__partnership", "search")
