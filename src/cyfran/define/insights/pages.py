from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LanguageText
from cyfran.core.overview import ChapterSummary, Figure, Waiting
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
    """Words to tick, each marked with its language."""
    return [(str(s.pk), words(LanguageText(s.text, s.language))) for s in statements]


def text_choices(things: Iterable, name: str = "text") -> list[tuple[str, str]]:
    """Official texts to tick, in the language of the page."""
    return [(str(thing.pk), plain(getattr(thing, name))) for thing in things]


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    """How far it has come; and what this person's side has not agreed to yet."""
    address, side = reverse("insights:home", args=[partnership.slug]), may_answer_for(user, partnership)
    proposed, outcomes = challenges(partnership), shared_outcomes(partnership)
    figures = [
        Figure(_("themes"), themes_of(partnership).count(), address),
        Figure(_("insights"), insights_of(partnership).count(), address),
        Figure(_("challenges agreed by both sides"), sum(found.by_both for found in proposed), address),
    ]
    waiting = [
        Waiting(_("Agree, or say what must change: %(text)s") % {"text": plain(found.thing.text)}, address)
        for found in (*proposed, *outcomes)
        if side and side not in found.by_side
    ]
    return ChapterSummary(figures, waiting)
