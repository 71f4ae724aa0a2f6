"""What the pages of reading records show, arranged from query results."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from cyfran.discover.evidence.models import Review
from cyfran.discover.evidence.pages.reviews import review_trail
from cyfran.discover.evidence.queries.screening import ScreeningProgress
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.trail import step


def screening_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    here = step(_("Reading records"), "evidence:screening", partnership.slug, review.pk)
    return [*review_trail(partnership, review), here]


@dataclass(frozen=True)
class Progress:
    """How far reading is."""

    records: int
    included: int
    excluded: int
    disputed: int
    begun: int
    mine: int
    left: int
    set_aside: int

    @property
    def decided(self) -> int:
        return self.included + self.excluded


def progress_of(reading: ScreeningProgress, person: int | None) -> Progress:
    decided = reading.decided
    return Progress(
        records=reading.records,
        included=sum(one.final is True for one in decided),
        excluded=sum(one.final is False for one in decided),
        disputed=sum(one.disputed for one in decided),
        begun=sum(one.final is None and not one.disputed for one in decided),
        mine=sum(person in one.verdicts for one in decided),
        left=reading.left,
        set_aside=reading.set_aside,
    )


def marked(text: str, words: Sequence[str]) -> Markup:
    """A text with the words that moved it marked, and nothing else in it that a browser would take for more than text."""
    if not words:
        return escape(text)
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(
        r"\b(" + "|".join(r"\W+".join(map(re.escape, one.split())) for one in longest) + r")\b",
        re.IGNORECASE,
    )
    parts = pattern.split(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )
