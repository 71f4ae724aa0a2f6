"""The two panels side by side, as numbers to draw."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, Waiting
from cyfran.core.thread.node_types import Reader
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.learn.framework.analysis import CriterionComparison, Panel, views
from cyfran.learn.framework.models import Assessment
from cyfran.learn.framework.queries import answers_of, assessments_of, assessments_to_score, framework
from cyfran.learn.framework.rules import may_score
from cyfran.ui.formats import words
from cyfran.ui.trail import step

VIEWS = {
    "similar": _("similar view"),
    "different": _("different view: talk about it"),
    "very_different": _("very different view: talk first"),
}
LEFT, STEP, SPREAD = 40, 120, 9


def framework_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [
        *partnership_trail(partnership),
        step(_("Framework"), "framework:home", partnership.slug),
    ]


@dataclass(frozen=True)
class GapDrawing:
    """Where the marks of one criterion stand: both panels' values, and everyone's answer behind them."""

    institution: int | None
    community: int | None
    institution_dots: tuple[int, ...]
    community_dots: tuple[int, ...]


def draw_gap(row: CriterionComparison) -> GapDrawing:
    return GapDrawing(
        _place(row.institution), _place(row.community), _dots(row.institution), _dots(row.community)
    )


def _place(panel: Panel) -> int | None:
    return None if panel.value is None else LEFT + STEP * panel.value


def _dots(panel: Panel) -> tuple[int, ...]:
    """Answers at the same level stand beside each other."""
    placed = []
    for level in range(5):
        number = panel.levels.count(level)
        first = LEFT + STEP * level - SPREAD * (number - 1) // 2
        placed += [first + SPREAD * i for i in range(number)]
    return tuple(placed)


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Where the two sides see it most differently, from the newest scoring that is closed; and what is to be scored."""
    assessments = assessments_of(partnership)
    closed = [assessment for assessment, step in assessments if step == "closed"]
    figures = _figures(partnership, closed[0]) if closed else []
    scoring = [assessment for assessment, step in assessments if step == "scoring"]
    mine = assessments_to_score(scoring, user) if scoring and may_score(user, partnership) else []
    waiting = [
        Waiting(
            _("Score for yourself what good looks like"),
            reverse("framework:detail", args=[partnership.slug, assessment.pk]),
        )
        for assessment in mine
    ]
    return ChapterSummary(figures, waiting)


def _figures(partnership: Partnership, assessment: Assessment) -> list[Figure]:
    found = views(framework(assessment.framework_version), answers_of(assessment))
    rows = [row for view in found for row in view.rows if row.view == "very_different"]
    address = reverse("framework:detail", args=[partnership.slug, assessment.pk])
    said = _("institution %(institution)s, community %(community)s")
    return [
        Figure(
            words(row.criterion.name),
            said % {"institution": row.institution.value, "community": row.community.value},
            address,
            "yellow",
        )
        for row in rows
    ] or [Figure(_("criteria seen very differently"), 0, address, "green")]
