"""What every chapter says of a partnership on its home page, and what waits there for someone.

The home page stands below the chapters, so they come to it: each registers what it has to say when the site starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Figure:
    """One thing to know, in a few words and a number; ``tone`` is the colour of a tag where it is good or bad news."""

    name: object
    value: object
    address: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Waiting:
    """Something that waits for someone, and by when if there is a date."""

    text: object
    address: str
    due: date | None = None


@dataclass(frozen=True)
class ChapterSummary:
    """What one chapter has to say: its figures, and what waits for whoever asks."""

    figures: list[Figure]
    waiting: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """A chapter on the home page: its phase, its name and what that means in plain words, its first page, its summary."""

    phase: str
    name: object
    plain: object
    address: str
    summary: Callable[..., ChapterSummary]


_chapters: list[Chapter] = []


def register_chapter(chapter: Chapter) -> None:
    if chapter.address not in {there.address for there in _chapters}:
        _chapters.append(chapter)


def chapters() -> list[Chapter]:
    return list(_chapters)
