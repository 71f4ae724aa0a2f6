"""Queries for searches, and how many records each brought."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from cyfran.core.files.models import ImportJob, ImportReport
from cyfran.discover.evidence.models import Record, Review, Search

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
