"""What the pages of full texts show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyfran.discover.evidence.models import FullTextVote, Passage, Record, RetrievalState, Review
from cyfran.discover.evidence.pages.reviews import review_trail
from cyfran.discover.evidence.queries import Sought, decide
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.formats import number
from cyfran.ui.trail import step

COLOURS = {
    "included": "green",
    "excluded": "grey",
    "disputed": "yellow",
    "not_available": "grey",
    "available": "blue",
}


def full_texts_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    here = step(gettext_lazy("Full texts"), "evidence:full_texts", partnership.slug, review.pk)
    return [*review_trail(partnership, review), here]


@dataclass(frozen=True)
class FullTextRow:
    """An included record on the list, with where it stands."""

    sought: Sought
    said: str
    colour: str | None


def lines_of(sought: Sequence[Sought]) -> list[FullTextRow]:
    """What is to be done first comes first: to settle, to read, to get hold of; what is done comes last."""
    found = [(_code(one), one) for one in sought]
    order = ["disputed", "available", "requested", "", "included", "not_available", "excluded"]
    found.sort(key=lambda pair: order.index(pair[0]))
    return [FullTextRow(one, _said(code), COLOURS.get(code)) for code, one in found]


def _code(one: Sought) -> str:
    if one.final is not None:
        return "included" if one.final else "excluded"
    return "disputed" if one.disputed else one.state


def _said(code: str) -> str:
    told = {
        "included": _("Included"),
        "excluded": _("Left out"),
        "disputed": _("To be settled"),
        "": _("Still to be found"),
    }
    return told.get(code) or str(RetrievalState(code).label)


def page_asked(asked: str | None, pages: int) -> int:
    """Which page to show, from 1."""
    number = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return min(max(number, 1), pages)


def address_of(partnership: Partnership, review: Review, record: Record) -> str:
    return reverse("evidence:full_text", args=[partnership.slug, review.pk, record.pk])


def passage_choices(passages: Iterable[Passage], *, of_several: bool = False) -> list[tuple[str, str]]:
    """Passages to choose from, with their page; and with their study, where they are of several."""
    found = []
    for one in passages:
        said = _("Page %(page)s: %(text)s") % {
            "page": number(one.page),
            "text": shorten(one.text, 90, placeholder="…"),
        }
        study = one.full_text.record.authors.split(",")[0] or one.full_text.record.title
        found.append((str(one.pk), f"{shorten(study, 40, placeholder='…')}. {said}" if of_several else said))
    return found


@dataclass(frozen=True)
class Standing:
    """What this person may see of what was said: their own word, and all of it where they are the one to settle it."""

    mine: FullTextVote | None
    disputed: list[FullTextVote]
    final: bool | None


def standing_of(said: Sequence[FullTextVote], people: int, person: int) -> Standing:
    newest = {one.by_id: one for one in said}
    mine = newest.get(person)
    now = decide(mine.record_id if mine else UUID(int=0), list(newest.values()), people) if newest else None
    may_settle = bool(now and now.disputed and (mine is None or people == 1))
    return Standing(mine, list(newest.values()) if may_settle else [], now.final if now else None)
