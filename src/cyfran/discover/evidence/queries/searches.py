"""Searches and how many records each brought."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from cyfran.core.files.models import Finding, Reading
from cyfran.discover.evidence.models import Record, Review, Search

BEGINNING = 600  # letters


def searches_of(review: Review) -> QuerySet[Search]:
    """Oldest first, with what came of the file, how many records it brought, and how many of these were there already."""
    newest = Finding.objects.filter(reading=OuterRef("reading")).order_by("-id")
    counts = {
        "brought": Count("records"),
        "copies": Count("records", filter=Q(records__copy_of__isnull=False)),
        "outcome": Subquery(newest.values("outcome")[:1]),
    }
    return (
        Search.objects.filter(review=review).select_related("undone", "by").annotate(**counts).order_by("at")
    )


def searches_done(review: Review) -> QuerySet[Search]:
    """Those whose files were read to their end: nobody reads a record before."""
    return Search.objects.filter(review=review, reading__findings__outcome=Reading.ImportOutcome.DONE)


def search_in(review: Review, pk) -> QuerySet[Search]:
    return Search.objects.filter(review=review, pk=pk)


def search_of_reading(pk: str) -> tuple[Search, Reading]:
    reading = Reading.objects.prefetch_related("uploads").get(pk=pk)
    return Search.objects.select_related("review").get(reading=reading), reading


def records_to_compare(review: Review) -> list:
    """All records in the order of their numbers, with what copies are told by; of an abstract only how it begins."""
    rows = Record.objects.filter(review=review).annotate(beginning=Left("abstract", BEGINNING))
    fields = ("pk", "title", "authors", "year", "source", "volume", "pages", "doi", "beginning")
    return list(rows.order_by("number").values_list(*fields, named=True))


def numbers_of(review: Review) -> dict[str, int]:
    """How many records there are, and how many of these are copies."""
    return Record.objects.filter(review=review).aggregate(
        records=Count("id"), copies=Count("id", filter=Q(copy_of__isnull=False))
    )
