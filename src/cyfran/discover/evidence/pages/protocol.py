"""A protocol as it is read: its parts by name, and what each version changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cyfran.core.language import LanguageText
from cyfran.discover.evidence.models import ELEMENTS, Protocol, QuestionElement

TEXTS = (
    ("include", _("Included")),
    ("exclude", _("Left out")),
    ("plan", _("How it is done")),
    ("registered", _("Registered")),
)


@dataclass(frozen=True)
class Change:
    """What one version changed: name of the part, as it was, as it became."""

    protocol: Protocol
    parts: tuple[tuple[object, LanguageText, LanguageText], ...]
    after_start: bool


def parts_of(protocol: Protocol) -> list[tuple[object, LanguageText]]:
    """Name and text of each part that says something."""
    named = [
        (QuestionElement(code).label, protocol.elements.get(code, ""))
        for code in ELEMENTS[protocol.framework]
    ]
    named += [(name, getattr(protocol, field)) for field, name in TEXTS]
    return [(name, LanguageText(text, protocol.language)) for name, text in named if text]


def changes(protocols: Sequence[Protocol], began: datetime | None) -> list[Change]:
    """What changed from version to version, newest first, and whether records were read by then."""
    found = []
    for new, old in zip(protocols, protocols[1:], strict=False):
        was, now = dict(parts_of(old)), dict(parts_of(new))
        nothing = LanguageText("–", new.language)
        parts = [
            (name, was.get(name, nothing), now.get(name, nothing))
            for name in {**was, **now}
            if str(was.get(name, "")) != str(now.get(name, ""))
        ]
        found.append(Change(new, tuple(parts), bool(began and new.at > began)))
    return found
