"""Keeping a search and the records of its file, batch by batch; taking them out again."""

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
    """Say what was searched. Its records come from ``reading``, in the background."""
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
    """Keep a batch of records, in the order of the file."""
    Review.objects.select_for_update().get(
        pk=search.review_id
    )  # two files of one review are not numbered at once
    last = Record.objects.filter(review=search.review_id).aggregate(last=Max("number"))["last"] or 0
    Record.objects.bulk_create(
        [_record(search, number, one) for number, one in enumerate(references, start=last + 1)],
        batch_size=500,
    )


def _record(search: Search, number: int, one: Reference) -> Record:
    fields = dict(vars(one))
    del fields["key"]
    drawn = hashlib.sha256(f"{search.review_id} {number}".encode()).digest()
    return Record(
        review_id=search.review_id,
        search=search,
        number=number,
        random_order=int.from_bytes(drawn[:7]),
        issue=fields.pop("number"),
        **fields,
    )


@transaction.atomic
def drop_records(*, search: Search) -> None:
    """Before a reading that broke off begins again, or after one that was refused."""
    _, taken = Record.objects.filter(search=search).delete()
    if taken:
        merge_duplicates(search.review)


@transaction.atomic
def withdraw_search(*, search: Search, by: User, at: datetime) -> None:
    """Take the records of a search out again, as long as nobody has read one of them."""
    require(rules.may_review(by, search.review.partnership))
    require(not report_of(search.import_job).is_waiting, "search_being_read")
    require(not SearchWithdrawal.objects.filter(search=search).exists(), "search_withdrawn_already")
    require(not AbstractVote.objects.filter(record__search=search).exists(), "search_read_already")
    _, taken = Record.objects.filter(search=search).delete()
    SearchWithdrawal.objects.create(search=search, at=at, by=by)
    merge_duplicates(search.review)
    log_event(
        "search.withdrawal",
        search,
        by=by,
        at=at,
        within=search.review.partnership_id,
        records=taken.get("evidence.Record", 0),
    )
