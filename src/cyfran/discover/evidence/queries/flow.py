"""How many records went which way: the numbers of a flow diagram (PRISMA 2020), counted from what was done."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from cyfran.discover.evidence.models import Record, Review, Study, Way
from cyfran.discover.evidence.queries.screening import decided_in, halt_of, records_to_read
from cyfran.discover.evidence.queries.searches import searches_done


@dataclass(frozen=True)
class Flow:
    """Every record is in exactly one of copies, excluded, included, unread and open; their sum is ``identified``."""

    sources: tuple[tuple[str, str, int], ...]
    identified: int
    copies: int
    excluded: int
    reasons: tuple[tuple[str, int], ...]
    included: int
    unread: int
    open: int
    stopped: bool
    studies: int
    studies_from_records: int

    @property
    def screened(self) -> int:
        return self.excluded + self.included


def flow_of(review: Review) -> Flow:
    """``unread`` was not read because reading was stopped; ``open`` is still to be read or to be settled."""
    rows = (
        Record.objects.filter(search__in=searches_done(review))
        .values("search__way", "search__source")
        .annotate(records=Count("id"))
        .order_by("search__way", "search__source")
    )
    sources = tuple((row["search__way"], row["search__source"], row["records"]) for row in rows)
    identified = sum(number for _, _, number in sources)
    single = records_to_read(review).count()
    decided = decided_in(review)
    excluded = [one for one in decided if one.final is False]
    included = sum(one.final is True for one in decided)
    rest = single - len(excluded) - included
    stopped = halt_of(review) is not None
    reasons = Counter(one.reason for one in excluded)
    studies = Study.objects.filter(review=review)
    return Flow(
        sources=tuple(sorted(sources, key=lambda one: (one[0] != Way.DATABASE, one[1]))),
        identified=identified,
        copies=identified - single,
        excluded=len(excluded),
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        included=included,
        unread=rest if stopped else 0,
        open=0 if stopped else rest,
        stopped=stopped,
        studies=studies.count(),
        studies_from_records=studies.filter(record__isnull=False).count(),
    )
