"""What is new for whoever follows a partnership: each chapter says what of its own the public can take part in now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cyfran.core.language import BilingualText, LanguageText

NodeKey = tuple[str, object]


@dataclass(frozen=True)
class NewsItem:
    """Something public: a key that stays the same, what it is, its words, and the path of its page."""

    key: str
    what: object
    words: BilingualText | LanguageText | None
    path: str


_sources: list[Callable[..., Iterable[NewsItem]]] = []
_words_of_participants: list[Callable[..., Iterable[NodeKey]]] = []


def register_news(source: Callable[..., Iterable[NewsItem]]) -> None:
    """Add a source: called with a partnership, it returns what the public can take part in now."""
    if source not in _sources:
        _sources.append(source)


def register_words(source: Callable[..., Iterable[NodeKey]]) -> None:
    """Add a source: called with somebody who takes part, it returns the nodes of the thread that are their words."""
    if source not in _words_of_participants:
        _words_of_participants.append(source)


def news_of(partnership) -> list[NewsItem]:
    return [item for source in _sources for item in source(partnership)]


def words_of(participant) -> list[NodeKey]:
    return [key for source in _words_of_participants for key in source(participant)]
