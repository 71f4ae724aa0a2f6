"""The numbers of the flow diagram (PRISMA 2020), counted from records, decisions and full texts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from cyfran.discover.evidence.extraction.models import Study
from cyfran.discover.evidence.fulltexts.models import RetrievalState
from cyfran.discover.evidence.fulltexts.queries import sought_full_texts
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.queries import current_stop, screening_progress
from cyfran.discover.evidence.screening.rules import ScreeningDecision
from cyfran.discover.evidence.searches.models import Record, SearchMethod
from cyfran.discover.evidence.searches.queries import searches_done


@dataclass(frozen=True)
class Flow:
    """Numbers of records by stage.

    Every record is in exactly one of duplicates, excluded, included, unread and open; their sum is ``identified``.
    Every included one is in exactly one of not_retrieved, full_excluded, full_included and full_open.
    ``unread`` were set aside when screening was stopped; ``open`` are still to be screened or settled.
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
    """Count the records of a review by stage."""
    rows = (
        Record.objects.filter(search__in=searches_done(review))
        .values("search__method", "search__source")
        .annotate(records=Count("id"))
        .order_by("search__method", "search__source")
    )
    sources = tuple((row["search__method"], row["search__source"], row["records"]) for row in rows)
    identified = sum(number for _, _, number in sources)
    progress = screening_progress(review)
    decisions = progress.decisions
    excluded = [decision for decision in decisions if decision.final is False]
    included = sum(decision.final is True for decision in decisions)
    sought = sought_full_texts(review)
    full_excluded = [text.decision for text in sought if text.decision and text.final is False]
    full_included = sum(text.final is True for text in sought)
    not_retrieved = sum(
        text.decision is None and text.state == RetrievalState.NOT_AVAILABLE for text in sought
    )
    studies = Study.objects.filter(review=review)
    return Flow(
        sources=tuple(sorted(sources, key=lambda source: (source[0] != SearchMethod.DATABASE, source[1]))),
        identified=identified,
        duplicates=identified - progress.records,
        excluded=len(excluded),
        reasons=_count_reasons(excluded),
        included=included,
        unread=progress.set_aside,
        open=progress.remaining,
        stopped=current_stop(review) is not None,
        not_retrieved=not_retrieved,
        full_excluded=len(full_excluded),
        full_reasons=_count_reasons(full_excluded),
        full_included=full_included,
        full_open=included - len(full_excluded) - full_included - not_retrieved,
        studies=studies.count(),
        studies_from_records=studies.filter(record__isnull=False).count(),
    )


def _count_reasons(excluded: Sequence[ScreeningDecision]) -> tuple[tuple[str, int], ...]:
    """Return each exclusion reason with its number of records, the most frequent first."""
    counts = Counter(decision.reason for decision in excluded)
    return tuple(sorted(counts.items(), key=lambda reason_count: (-reason_count[1], reason_count[0])))
