"""Actions on duplicates: saving candidate pairs, deciding pairs, and merging duplicates."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import CandidateDuplicate
from cyfran.discover.evidence.models import DuplicateDecision, DuplicatePair, Record, Review, Study
from cyfran.discover.evidence.queries.duplicates import (
    STUDY,
    furthest_stage_of_records,
    joined_pairs,
    separated_pairs,
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
    records = (pair.first_id, pair.second_id)
    require(not same or Study.objects.filter(record__in=records).count() < 2, "both_are_studies")
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
