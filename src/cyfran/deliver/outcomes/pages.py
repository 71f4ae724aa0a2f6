from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.deliver.outcomes.analysis import series
from cyfran.deliver.outcomes.queries import Observed, outcomes_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import words
from cyfran.ui.trail import step


def outcomes_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Outcomes"), "outcomes:list", partnership.slug)]


def outcome_trail(partnership: Partnership, outcome) -> list[dict[str, object]]:
    here = step(words(outcome.shared_outcome.text), "outcomes:detail", partnership.slug, outcome.pk)
    return [*outcomes_trail(partnership), here]


VERDICTS = {
    "better": _("better"),
    "worse": _("worse"),
    "cannot_tell": _("cannot tell"),
    "once": _("counted once"),
}


def verdict(found: Observed) -> str:
    """What can be said of an outcome: of a middle value without its spread, nothing more than the numbers."""
    seen = series(found, found.everyone)
    if seen.last is None:
        return "once"
    if seen.change is None or seen.change.verdict == "cannot_tell":
        return "cannot_tell"
    return "better" if (seen.change.verdict == "more") == found.outcome.higher_is_better else "worse"


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Each outcome in the words both sides chose, and what can be said of it."""
    return ChapterSummary(
        [
            Figure(
                words(found.outcome.shared_outcome.text),
                VERDICTS[verdict(found)],
                reverse("outcomes:detail", args=[partnership.slug, found.outcome.pk]),
                {"better": "green", "worse": "red"}.get(verdict(found), "grey"),
            )
            for found in outcomes_of(partnership)
            if found.everyone
        ]
    )
