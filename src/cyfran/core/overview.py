"""What each chapter shows on a partnership's home page: figures, and what is waiting for someone.

The home page may not import the chapters, so each chapter registers its summary here when the site starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Figure:
    """A label with a value; ``tone`` is the colour of a tag where the value is good or bad news."""

    name: object
    value: object
    address: str = ""
    tone: str = ""


@dataclass(frozen=True)
class OverviewTask:
    """A task that is waiting for someone, with the day it is due, if any."""

    text: object
    address: str
    due: date | None = None


@dataclass(frozen=True)
class ChapterSummary:
    """A chapter's figures, and what is waiting there for the person who asks."""

    figures: list[Figure]
    tasks: list[OverviewTask] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """A chapter on the home page. ``plain`` explains its name, ``address`` is the URL name of its first page,
    and ``summary`` is called with (partnership, reader, user)."""

    phase: str
    name: object
    plain: object
    address: str
    summary: Callable[..., ChapterSummary]


_chapters: list[Chapter] = []


def register_chapter(chapter: Chapter) -> None:
    if chapter.address not in {registered.address for registered in _chapters}:
        _chapters.append(chapter)


def chapters() -> list[Chapter]:
    return list(_chapters)
