"""Searches and how many records each brought."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from cyfran.core.files.models import ImportJob, ImportReport
from cyfran.discover.evidence.models import Record, Review, Search

BEGINNING = 600  # letters


def searches_of(review: Review) -> QuerySet[Search]:
    """Oldest first, with what came of the file, how many records it brought, and how many of these were there already."""
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
    """Those whose files were read to their end: nobody reads a record before."""
    return Search.objects.filter(review=review, import_job__reports__outcome=ImportJob.ImportOutcome.DONE)


def search_in(review: Review, pk) -> QuerySet[Search]:
    return Search.objects.filter(review=review, pk=pk)


def search_of_import(pk: str) -> tuple[Search, ImportJob]:
    import_job = ImportJob.objects.prefetch_related("uploads").get(pk=pk)
    return Search.objects.select_related("review").get(import_job=import_job), import_job


def records_to_compare(review: Review) -> list:
    """All records in the order of their numbers, with what copies are told by; of an abstract only how it begins."""
    rows = Record.objects.filter(review=review).annotate(beginning=Left("abstract", BEGINNING))
    fields = ("pk", "title", "authors", "year", "source", "volume", "pages", "doi", "beginning")
    return list(rows.order_by("number").values_list(*fields, named=True))


def numbers_of(review: Review) -> dict[str, int]:
    """How many records there are, and how many of these are copies."""
    return Record.objects.filter(review=review).aggregate(
        records=Count("id"), duplicates=Count("id", filter=Q(duplicate_of__isnull=False))
    )
