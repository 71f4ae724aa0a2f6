"""Actions on searches: recording one, saving the records of its file in batches, and withdrawing them."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.models import ImportJob
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.actions.duplicates import merge_duplicates
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import AbstractVote, Record, Review, Search, SearchWithdrawal


@transaction.atomic
def record_search(
    *,
    review: Review,
    source: str,
    method: str,
    searched_on: date,
    query: str,
    hits: int | None,
    import_job: ImportJob,
    by: User,
    at: datetime,
) -> Search:
    """Record what was searched, where and when. Its records are imported in the background (``tasks.read_search``)."""
    require(rules.may_review(by, review.partnership))
    search = Search.objects.create(
        review=review,
        source=source,
        method=method,
        searched_on=searched_on,
        query=query,
        hits=hits,
        import_job=import_job,
        at=at,
        by=by,
    )
    log_event("search.recorded", search, by=by, at=at, within=review.partnership_id)
    return search


@transaction.atomic
def keep_records(*, search: Search, references: Sequence[Reference]) -> None:
    """Save a batch of references as records, numbered in the order of the file."""
    # Lock the review, so that two files of it are not numbered at once
    Review.objects.select_for_update().get(pk=search.review_id)
    last_number = Record.objects.filter(review=search.review_id).aggregate(last=Max("number"))["last"] or 0
    Record.objects.bulk_create(
        [
            _make_record(search, number, reference)
            for number, reference in enumerate(references, start=last_number + 1)
        ],
        batch_size=500,
    )


def _make_record(search: Search, number: int, reference: Reference) -> Record:
    fields = dict(vars(reference))
    del fields["key"]
    # A hash, not a random number, so that a file imported again gives the same random order
    digest = hashlib.sha256(f"{search.review_id} {number}".encode()).digest()
    return Record(
        review_id=search.review_id,
        search=search,
        number=number,
        random_order=int.from_bytes(digest[:7]),
        issue=fields.pop("number"),
        **fields,
    )


@transaction.atomic
def drop_records(*, search: Search) -> None:
    """Delete the records of a search: before an import that broke off is run again, or after one that was refused."""
    _, deleted = Record.objects.filter(search=search).delete()
    if deleted:
        merge_duplicates(search.review)


@transaction.atomic
def withdraw_search(*, search: Search, by: User, at: datetime) -> None:
    """Withdraw a search: delete its records, as long as none of them has a vote."""
    require(rules.may_review(by, search.review.partnership))
    require(not report_of(search.import_job).is_waiting, "search_being_read")
    require(not SearchWithdrawal.objects.filter(search=search).exists(), "search_withdrawn_already")
    require(not AbstractVote.objects.filter(record__search=search).exists(), "search_read_already")
    _, deleted = Record.objects.filter(search=search).delete()
    SearchWithdrawal.objects.create(search=search, at=at, by=by)
    merge_duplicates(search.review)
    log_event(
        "search.withdrawn",
        search,
        by=by,
        at=at,
        within=search.review.partnership_id,
        records=deleted.get("evidence.Record", 0),
    )
