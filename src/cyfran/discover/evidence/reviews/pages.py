"""What pages of a review share, and a protocol as its page shows it: its parts, and what each version changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LanguageText
from cyfran.core.overview import ChapterSummary, Figure
from cyfran.core.thread.node_types import Reader
from cyfran.discover.evidence.reviews.models import ELEMENTS, Protocol, QuestionElement, Review
from cyfran.discover.evidence.reviews.queries import reviews_of
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ui.formats import words
from cyfran.ui.trail import step


def reviews_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Evidence review"), "reviews:list", partnership.slug)]


def review_trail(partnership: Partnership, review: Review) -> list[dict[str, object]]:
    current = step(words(review.question), "reporting:overview", partnership.slug, review.pk)
    return [*reviews_trail(partnership), current]


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    reviews = list(reviews_of(partnership))
    address = reverse("reviews:list", args=[partnership.slug])
    return ChapterSummary(
        [
            Figure(_("studies"), sum(review.number_of_studies for review in reviews), address),
            Figure(_("findings"), sum(review.number_of_findings for review in reviews), address),
        ]
    )


TEXT_FIELDS = (
    ("include", _("Inclusion criteria")),
    ("exclude", _("Exclusion criteria")),
    ("plan", _("Methods")),
    ("registered", _("Registered")),
)


@dataclass(frozen=True)
class Change:
    """What one version changed: for each part its name, the text before and the text after."""

    protocol: Protocol
    parts: tuple[tuple[object, LanguageText, LanguageText], ...]
    after_start: bool


def protocol_parts(protocol: Protocol) -> list[tuple[object, LanguageText]]:
    """Return name and text of each part that is not empty."""
    parts = [
        (QuestionElement(code).label, protocol.elements.get(code, ""))
        for code in ELEMENTS[protocol.framework]
    ]
    parts += [(name, getattr(protocol, field)) for field, name in TEXT_FIELDS]
    return [(name, LanguageText(text, protocol.language)) for name, text in parts if text]


def protocol_changes(protocols: Sequence[Protocol], screening_began: datetime | None) -> list[Change]:
    """Return what each version changed, newest first as the versions come, and whether screening had begun by then."""
    changes = []
    for new, old in zip(protocols, protocols[1:], strict=False):
        before, after = dict(protocol_parts(old)), dict(protocol_parts(new))
        empty = LanguageText("–", new.language)
        parts = [
            (name, before.get(name, empty), after.get(name, empty))
            for name in {**before, **after}
            if str(before.get(name, "")) != str(after.get(name, ""))
        ]
        after_start = bool(screening_began and new.at > screening_began)
        changes.append(Change(new, tuple(parts), after_start))
    return changes
