from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LanguageText
from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
from cyfran.core.thread.node_types import Reader
from cyfran.define.insights.models import Theme
from cyfran.define.insights.queries import challenges, insights_of, shared_outcomes, themes_of
from cyfran.define.insights.rules import may_answer_for
from cyfran.discover.conversations.models import Statement
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import plain, words
from cyfran.ui.trail import step


def insights_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Insights"), "insights:home", partnership.slug)]


def theme_trail(partnership: Partnership, theme: Theme) -> list[dict[str, object]]:
    return [
        *insights_trail(partnership),
        step(words(theme.name), "insights:theme", partnership.slug, theme.pk),
    ]


def statement_choices(statements: Iterable[Statement]) -> list[tuple[str, object]]:
    """Return statements as choices, each marked with its language."""
    return [
        (str(statement.pk), words(LanguageText(statement.text, statement.language)))
        for statement in statements
    ]


def text_choices(objects: Iterable, field: str = "text") -> list[tuple[str, str]]:
    """Return objects as choices by their official text ``field``, in the language of the page."""
    return [(str(text_object.pk), plain(getattr(text_object, field))) for text_object in objects]


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """Return the chapter's figures, and as tasks the texts that this person's side has not agreed to yet."""
    address, side = reverse("insights:home", args=[partnership.slug]), may_answer_for(user, partnership)
    proposed, outcomes = challenges(partnership), shared_outcomes(partnership)
    figures = [
        Figure(_("themes"), themes_of(partnership).count(), address),
        Figure(_("insights"), insights_of(partnership).count(), address),
        Figure(_("challenges agreed by both sides"), sum(state.by_both for state in proposed), address),
    ]
    tasks = [
        OverviewTask(
            _("Agree, or say what needs to change: %(text)s") % {"text": plain(state.subject.text)}, address
        )
        for state in (*proposed, *outcomes)
        if side and side not in state.by_side
    ]
    return ChapterSummary(figures, tasks)
