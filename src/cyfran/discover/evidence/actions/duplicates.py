"""Which records are one and the same: what the method says, and what people settle."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import Alike
from cyfran.discover.evidence.models import DuplicateDecision, DuplicatePair, Record, Review, Study
from cyfran.discover.evidence.queries.duplicates import STUDY, furthest_stage_of_records, joined_in, parted_in

BATCH = 1000


@transaction.atomic
def save_candidate_duplicates(*, review: Review, alike: Iterable[Alike], at: datetime) -> int:
    """Keep what the method found, besides what was found before, and join the copies. Gives how many pairs there are."""
    new = [
        DuplicatePair(
            first_id=one.first,
            second_id=one.second,
            probability=one.probability,
            certain=one.certain,
            differ=list(one.differ),
            at=at,
        )
        for one in alike
    ]
    DuplicatePair.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    merge_duplicates(review)
    return len(new)


@transaction.atomic
def settle_duplicate(*, pair: DuplicatePair, same: bool, by: User, at: datetime) -> None:
    """Say whether two records are one. It can be said again, another way."""
    review = pair.first.review
    require(rules.may_review(by, review.partnership))
    both = (pair.first_id, pair.second_id)
    require(not same or Study.objects.filter(record__in=both).count() < 2, "both_are_studies")
    DuplicateDecision.objects.create(pair=pair, same=same, at=at, by=by)
    merge_duplicates(review)
    log_event("duplicates.settled", pair, by=by, at=at, within=review.partnership_id, same=same)


def merge_duplicates(review: Review) -> None:
    """Of records that are one, keep one and tie the others to it.

    Kept is what went furthest: a study, else what was read in full, was included, was read, or came first. Records that a
    person said are not one are never tied to the same, whatever third record either of them is like; two studies neither.
    """
    Review.objects.select_for_update().get(pk=review.pk)
    groups: dict[UUID, set[UUID]] = {}
    apart, came = parted_in(review), furthest_stage_of_records(review)
    for first, second in joined_in(review):
        one, other = groups.get(first, {first}), groups.get(second, {second})
        studies = sum(came.get(record, 0) == STUDY for record in one | other)
        if one is not other and studies < 2 and not any((a, b) in apart for a in one for b in other):
            groups |= dict.fromkeys(one | other, one | other)
    kept = {
        record: first
        for members in groups.values()
        for first in [min(members, key=lambda pk: (-came.get(pk, 0), pk))]
        for record in members
        if record != first
    }
    _tie(review, kept)


def _tie(review: Review, kept: dict) -> None:
    changed = []
    for one in Record.objects.filter(review=review, duplicate_of__isnull=False).only("id", "duplicate_of"):
        wanted = kept.pop(one.pk, None)
        if one.duplicate_of_id != wanted:
            one.duplicate_of_id = wanted
            changed.append(one)
    changed += [Record(pk=pk, duplicate_of_id=first) for pk, first in kept.items()]
    Record.objects.bulk_update(changed, ["duplicate_of"], batch_size=BATCH)
