"""Which records are one and the same: what the method says, and what people settle."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.events.actions import record
from cyfran.discover.evidence import rules
from cyfran.discover.evidence.analysis import Alike
from cyfran.discover.evidence.models import Likeness, Record, Review, Settlement
from cyfran.discover.evidence.queries.copies import joined_in, read_in

BATCH = 1000


@transaction.atomic
def keep_likenesses(*, review: Review, alike: Iterable[Alike], at: datetime) -> int:
    """Keep what the method found, besides what was found before, and join the copies. Gives how many pairs there are."""
    new = [
        Likeness(
            first_id=one.first,
            second_id=one.second,
            probability=one.probability,
            certain=one.certain,
            differ=list(one.differ),
            at=at,
        )
        for one in alike
    ]
    Likeness.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    regroup(review)
    return len(new)


@transaction.atomic
def settle(*, likeness: Likeness, same: bool, by: User, at: datetime) -> None:
    """Say whether two records are one. It can be said again, another way."""
    review = likeness.first.review
    require(rules.may_review(by, review.partnership))
    Settlement.objects.create(likeness=likeness, same=same, at=at, by=by)
    regroup(review)
    record("copies.settled", likeness, by=by, at=at, within=review.partnership_id, same=same)


def regroup(review: Review) -> None:
    """Of records that are one, keep one and tie the others to it: one that was read already, else the first."""
    parent: dict = {}

    def root(one):
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, second in joined_in(review):
        parent[root(second)] = root(first)
    groups: dict = {}
    for one in list(parent):
        groups.setdefault(root(one), []).append(one)
    read = read_in(review)
    kept = {
        one: first
        for members in groups.values()
        for first in [min(members, key=lambda pk: (pk not in read, pk))]
        for one in members
        if one != first
    }
    _tie(review, kept)


def _tie(review: Review, kept: dict) -> None:
    changed = []
    for one in Record.objects.filter(review=review, copy_of__isnull=False).only("id", "copy_of"):
        wanted = kept.pop(one.pk, None)
        if one.copy_of_id != wanted:
            one.copy_of_id = wanted
            changed.append(one)
    changed += [Record(pk=pk, copy_of_id=first) for pk, first in kept.items()]
    Record.objects.bulk_update(changed, ["copy_of"], batch_size=BATCH)
