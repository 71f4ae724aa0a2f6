"""The framework on pages: positions for the drawing of a gap, and the summary of the chapter."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
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
    "similar": _("similar views"),
    "different": _("different views, to discuss"),
    "very_different": _("very different views, to discuss first"),
}
LEFT, STEP, SPREAD = 40, 120, 9


def framework_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [
        *partnership_trail(partnership),
        step(_("Framework"), "framework:home", partnership.slug),
    ]


@dataclass(frozen=True)
class GapDrawing:
    """Horizontal positions for the drawing of a criterion: both panels' values, and every answer."""

    institution: int | None
    community: int | None
    institution_dots: tuple[int, ...]
    community_dots: tuple[int, ...]


def draw_gap(row: CriterionComparison) -> GapDrawing:
    return GapDrawing(
        _position(row.institution), _position(row.community), _dots(row.institution), _dots(row.community)
    )


def _position(panel: Panel) -> int | None:
    return None if panel.value is None else LEFT + STEP * panel.value


def _dots(panel: Panel) -> tuple[int, ...]:
    """Return a position for each answer of a panel; those at the same level are side by side."""
    positions = []
    for level in range(5):
        count = panel.shown.count(level)
        leftmost = LEFT + STEP * level - SPREAD * (count - 1) // 2
        positions += [leftmost + SPREAD * offset for offset in range(count)]
    return tuple(positions)


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Return the criteria seen very differently in the newest closed assessment, and as tasks what is to be scored."""
    assessments = assessments_of(partnership)
    closed = [assessment for assessment, step in assessments if step == "closed"]
    figures = _figures(partnership, closed[0]) if closed else _number_of(partnership, assessments)
    scoring = [assessment for assessment, step in assessments if step == "scoring"]
    to_score = assessments_to_score(scoring, user) if scoring and may_score(user, partnership) else []
    tasks = [
        OverviewTask(
            _("Give your own scores in the self-assessment"),
            reverse("framework:detail", args=[partnership.slug, assessment.pk]),
        )
        for assessment in to_score
    ]
    return ChapterSummary(figures, tasks)


def _number_of(partnership: Partnership, assessments: list) -> list[Figure]:
    address = reverse("framework:home", args=[partnership.slug])
    return [Figure(_("self-assessments begun"), len(assessments), address)] if assessments else []


def _figures(partnership: Partnership, assessment: Assessment) -> list[Figure]:
    strand_views = views(framework(assessment.framework_version), answers_of(assessment))
    rows = [row for strand_view in strand_views for row in strand_view.rows if row.view == "very_different"]
    address = reverse("framework:detail", args=[partnership.slug, assessment.pk])
    values_text = _("public body %(institution)s, community %(community)s")
    return [
        Figure(
            words(row.criterion.name),
            values_text % {"institution": row.institution.value, "community": row.community.value},
            address,
            "yellow",
        )
        for row in rows
    ] or [Figure(_("criteria the two sides see very differently"), 0, address, "green")]
