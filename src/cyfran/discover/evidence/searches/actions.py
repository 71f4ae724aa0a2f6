"""Actions on searches and duplicates: recording a search, saving its records, withdrawing it, and merging duplicates."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.models import ImportJob
from cyfran.core.files.queries import report_of
from cyfran.core.references import Reference
from cyfran.discover.evidence.reviews import rules
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.searches.analysis import CandidateDuplicate
from cyfran.discover.evidence.searches.models import (
    DuplicateDecision,
    DuplicatePair,
    Record,
    Search,
    SearchWithdrawal,
)
from cyfran.discover.evidence.searches.queries import (
    STUDY,
    both_are_studies,
    furthest_stage_of_records,
    is_screened,
    joined_pairs,
    separated_pairs,
)


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
    require(not is_screened(search), "search_read_already")
    _, deleted = Record.objects.filter(search=search).delete()
    SearchWithdrawal.objects.create(search=search, at=at, by=by)
    merge_duplicates(search.review)
    log_event(
        "search.withdrawn",
        search,
        by=by,
        at=at,
        within=search.review.partnership_id,
        records=deleted.get("searches.Record", 0),
    )


BATCH_SIZE = 1000


@transaction.atomic
def save_candidate_duplicates(*, review: Review, pairs: Iterable[CandidateDuplicate], at: datetime) -> int:
    """Save the pairs that the method found, besides earlier ones, and merge duplicates. Returns the number of pairs."""
    new_pairs = [
        DuplicatePair(
            first_id=pair.first,
            second_id=pair.second,
            probability=pair.probability,
            certain=pair.certain,
            differ=list(pair.differ),
            at=at,
        )
        for pair in pairs
    ]
    DuplicatePair.objects.bulk_create(new_pairs, batch_size=BATCH_SIZE, ignore_conflicts=True)
    merge_duplicates(review)
    return len(new_pairs)


@transaction.atomic
def settle_duplicate(*, pair: DuplicatePair, same: bool, by: User, at: datetime) -> None:
    """Decide whether two records are the same. It can be decided again, another way."""
    review = pair.first.review
    require(rules.may_review(by, review.partnership))
    require(not same or not both_are_studies(pair), "both_are_studies")
    DuplicateDecision.objects.create(pair=pair, same=same, at=at, by=by)
    merge_duplicates(review)
    log_event("duplicate.decided", pair, by=by, at=at, within=review.partnership_id, same=same)


def merge_duplicates(review: Review) -> None:
    """Work out again, from all pairs, which record of each group of duplicates is kept, and point the others to it.

    Kept is the record that reached the furthest stage, else the first. Two records that a person kept apart never end up in
    one group, whatever third record either of them duplicates; nor do two studies.
    """
    Review.objects.select_for_update().get(pk=review.pk)
    groups: dict[UUID, set[UUID]] = {}
    separated, stages = separated_pairs(review), furthest_stage_of_records(review)
    for first, second in joined_pairs(review):
        group, other_group = groups.get(first, {first}), groups.get(second, {second})
        studies = sum(stages.get(record, 0) == STUDY for record in group | other_group)
        if (
            group is not other_group
            and studies < 2
            and not any((a, b) in separated for a in group for b in other_group)
        ):
            groups |= dict.fromkeys(group | other_group, group | other_group)
    kept_of_duplicates = {
        record: kept
        for members in groups.values()
        for kept in [min(members, key=lambda pk: (-stages.get(pk, 0), pk))]
        for record in members
        if record != kept
    }
    _save_duplicates(review, kept_of_duplicates)


def _save_duplicates(review: Review, kept_of_duplicates: dict) -> None:
    """Set ``duplicate_of`` by this mapping of duplicate to kept record, and clear it elsewhere."""
    changed = []
    for record in Record.objects.filter(review=review, duplicate_of__isnull=False).only("id", "duplicate_of"):
        kept_id = kept_of_duplicates.pop(record.pk, None)
        if record.duplicate_of_id != kept_id:
            record.duplicate_of_id = kept_id
            changed.append(record)
    changed += [Record(pk=pk, duplicate_of_id=kept_id) for pk, kept_id in kept_of_duplicates.items()]
    Record.objects.bulk_update(changed, ["duplicate_of"], batch_size=BATCH_SIZE)
