"""What the pages of full texts show, arranged from query results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cyfran.discover.evidence.fulltexts.models import FullTextVote, Passage, RetrievalState
from cyfran.discover.evidence.fulltexts.queries import SoughtFullText
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.pages import review_trail
from cyfran.discover.evidence.screening.rules import decide
from cyfran.discover.evidence.searches.models import Record
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
    current = step(gettext_lazy("Full texts"), "fulltexts:list", partnership.slug, review.pk)
    return [*review_trail(partnership, review), current]


@dataclass(frozen=True)
class FullTextRow:
    """An included record on the list, with the label and colour of its status."""

    sought: SoughtFullText
    label: str
    colour: str | None


def full_text_rows(sought: Sequence[SoughtFullText]) -> list[FullTextRow]:
    """Return the rows of the list, by what is to be done first: settle, screen, retrieve; what is done comes last."""
    coded = [(_status(full_text), full_text) for full_text in sought]
    order = ["disputed", "available", "requested", "", "included", "not_available", "excluded"]
    coded.sort(key=lambda pair: order.index(pair[0]))
    return [FullTextRow(full_text, _status_label(code), COLOURS.get(code)) for code, full_text in coded]


def _status(full_text: SoughtFullText) -> str:
    if full_text.final is not None:
        return "included" if full_text.final else "excluded"
    return "disputed" if full_text.disputed else full_text.state


def _status_label(code: str) -> str:
    labels = {
        "included": _("Included"),
        "excluded": _("Excluded"),
        "disputed": _("To be settled"),
        "": _("Full text not found yet"),
    }
    return labels.get(code) or str(RetrievalState(code).label)


def requested_page(page: str | None, pages: int) -> int:
    """Return the page to show, counted from 1: the nearest to the one in the query string that exists."""
    number = int(page) if page and page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return min(max(number, 1), pages)


def full_text_url(partnership: Partnership, review: Review, record: Record) -> str:
    return reverse("fulltexts:detail", args=[partnership.slug, review.pk, record.pk])


def passage_choices(passages: Iterable[Passage], *, of_several: bool = False) -> list[tuple[str, str]]:
    """Return form choices of passages with their page, and with their study where they are of several."""
    choices = []
    for passage in passages:
        label = _("Page %(page)s: %(text)s") % {
            "page": number(passage.page),
            "text": shorten(passage.text, 90, placeholder="…"),
        }
        study = passage.full_text.record.authors.split(",")[0] or passage.full_text.record.title
        choices.append(
            (str(passage.pk), f"{shorten(study, 40, placeholder='…')}. {label}" if of_several else label)
        )
    return choices


@dataclass(frozen=True)
class VisibleVotes:
    """What a reviewer may see of the votes on a record: their own, and all of them where they are to settle a disagreement."""

    own_vote: FullTextVote | None
    disputed: list[FullTextVote]
    final: bool | None


def standing_of(votes: Sequence[FullTextVote], reviewers_needed: int, user_id: int) -> VisibleVotes:
    """Return what this reviewer may see of the votes by full text."""
    newest = {vote.by_id: vote for vote in votes}
    own_vote = newest.get(user_id)
    decision = (
        decide(own_vote.record_id if own_vote else UUID(int=0), list(newest.values()), reviewers_needed)
        if newest
        else None
    )
    may_settle = bool(decision and decision.disputed and (own_vote is None or reviewers_needed == 1))
    return VisibleVotes(
        own_vote, list(newest.values()) if may_settle else [], decision.final if decision else None
    )
