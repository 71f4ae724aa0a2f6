"""What the pages of screening show, arranged from query results."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.screening.queries import ScreeningProgress
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.trail import step


def screening_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    current = step(_("Screening records"), "screening:progress", partnership.slug, review.pk)
    return [*review_trail(partnership, review), current]


@dataclass(frozen=True)
class ScreeningCounts:
    """Numbers of records by status: for all reviewers, and ``mine`` for this one."""

    records: int
    included: int
    excluded: int
    disputed: int
    awaiting_second: int
    mine: int
    remaining: int
    set_aside: int

    @property
    def decided(self) -> int:
        return self.included + self.excluded


def progress_of(progress: ScreeningProgress, user_id: int | None) -> ScreeningCounts:
    """Count records by status."""
    decisions = progress.decisions
    return ScreeningCounts(
        records=progress.records,
        included=sum(decision.final is True for decision in decisions),
        excluded=sum(decision.final is False for decision in decisions),
        disputed=sum(decision.disputed for decision in decisions),
        awaiting_second=sum(decision.final is None and not decision.disputed for decision in decisions),
        mine=sum(user_id in decision.verdicts for decision in decisions),
        remaining=progress.remaining,
        set_aside=progress.set_aside,
    )


def highlight_words(text: str, words: Sequence[str]) -> Markup:
    """Return a text as safe HTML in which these words are marked; everything else is escaped."""
    if not words:
        return escape(text)
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(
        r"\b(" + "|".join(r"\W+".join(map(re.escape, phrase.split())) for phrase in longest) + r")\b",
        re.IGNORECASE,
    )
    parts = pattern.split(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
