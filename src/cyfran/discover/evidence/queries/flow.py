"""How many records went which way: the numbers of a flow diagram (PRISMA 2020), counted from what was done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from cyfran.discover.evidence.models import Record, RetrievalState, Review, SearchMethod, Study
from cyfran.discover.evidence.queries.fulltexts import sought_in
from cyfran.discover.evidence.queries.screening import Decided, current_stop, reading_of
from cyfran.discover.evidence.queries.searches import searches_done


@dataclass(frozen=True)
class Flow:
    """Every record is in exactly one of copies, excluded, included, unread and open; their sum is ``identified``.

    Every included one is in exactly one of not_retrieved, full_excluded, full_included and full_open.
    """

    sources: tuple[tuple[str, str, int], ...]
    identified: int
    duplicates: int
    excluded: int
    reasons: tuple[tuple[str, int], ...]
    included: int
    unread: int
    open: int
    stopped: bool
    not_retrieved: int
    full_excluded: int
    full_reasons: tuple[tuple[str, int], ...]
    full_included: int
    full_open: int
    studies: int
    studies_from_records: int

    @property
    def screened(self) -> int:
        return self.excluded + self.included

    @property
    def assessed(self) -> int:
        return self.full_excluded + self.full_included


def flow_of(review: Review) -> Flow:
    """``unread`` was not read because reading was stopped; ``open`` is still to be read or to be settled."""
    rows = (
        Record.objects.filter(search__in=searches_done(review))
        .values("search__method", "search__source")
        .annotate(records=Count("id"))
        .order_by("search__method", "search__source")
    )
    sources = tuple((row["search__method"], row["search__source"], row["records"]) for row in rows)
    identified = sum(number for _, _, number in sources)
    reading = reading_of(review)
    decided, single = reading.decided, reading.records
    excluded = [one for one in decided if one.final is False]
    included = sum(one.final is True for one in decided)
    sought = sought_in(review)
    full = [one.decided for one in sought if one.decided and one.final is False]
    kept = sum(one.final is True for one in sought)
    missing = sum(one.decided is None and one.state == RetrievalState.NOT_AVAILABLE for one in sought)
    studies = Study.objects.filter(review=review)
    return Flow(
        sources=tuple(sorted(sources, key=lambda one: (one[0] != SearchMethod.DATABASE, one[1]))),
        identified=identified,
        duplicates=identified - single,
        excluded=len(excluded),
        reasons=_reasons(excluded),
        included=included,
        unread=reading.set_aside,
        open=reading.left,
        stopped=current_stop(review) is not None,
        not_retrieved=missing,
        full_excluded=len(full),
        full_reasons=_reasons(full),
        full_included=kept,
        full_open=included - len(full) - kept - missing,
        studies=studies.count(),
        studies_from_records=studies.filter(record__isnull=False).count(),
    )


def _reasons(excluded: Sequence[Decided]) -> tuple[tuple[str, int], ...]:
    """The most frequent first."""
    counted = Counter(one.reason for one in excluded)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
