"""What the pages of a conversation show, arranged from query results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.overview import ChapterSummary, Figure, Waiting
from cyfran.core.thread.node_types import Reader
from cyfran.discover.conversations.exchange import PolisStatement
from cyfran.discover.conversations.models import Conversation, RejectionGround, Statement
from cyfran.discover.conversations.queries import Mine, heard_summary
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_organise
from cyfran.ui.formats import words
from cyfran.ui.trail import step

GROUND_NAMES = dict(RejectionGround.choices)
TAKEN_BACK = "–"  # in an export, where words stood that someone no longer wants quoted
FEWEST_FOR_DOTS = 30  # people: fewer can be recognised by where they stand
FEWEST_FOR_SHARE = 10  # votes behind a percentage
FEWEST_IN_CELL = 5  # votes behind a count in one group
MAP_WIDTH, MAP_HEIGHT, MARGIN = 720, 480, 24

LABEL_NAMES = {
    "common_ground": _("Common ground"),
    "divisive": _("Divides opinion"),
    "bridging": _("Bridges the groups"),
    "uncertain": _("Many are not sure"),
    "too_few": _("Too few votes to say"),
}


def conversations_trail(partnership: Partnership) -> list[dict[str, object]]:
    return [*partnership_trail(partnership), step(_("Conversations"), "conversations:list", partnership.slug)]


def conversation_trail(partnership: Partnership, conversation: Conversation) -> list[dict[str, object]]:
    question = words(conversation.question)
    here = step(question, "conversations:detail", partnership.slug, conversation.pk)
    return [*conversations_trail(partnership), here]


@dataclass(frozen=True)
class GroupShare:
    """What one group thinks of a statement; nothing where too few of it voted."""

    number: int
    share: float | None
    voted: int | None


@dataclass(frozen=True)
class StatementRow:
    """A statement with what everybody thinks of it, and each group, as far as it can be said."""

    statement: Statement
    seen: int
    agree: int
    disagree: int
    passed: int
    share: float | None
    low: float | None
    high: float | None
    labels: tuple[str, ...]
    groups: tuple[GroupShare, ...]

    @property
    def in_short(self) -> list[str]:
        return [str(LABEL_NAMES[label]) for label in self.labels]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    group: int | None


@dataclass(frozen=True)
class LandscapePage:
    """What people think, first what they share."""

    people: int
    votes: int
    at: datetime
    verdict: str
    groups: tuple[int, ...]  # sizes, only where groups are found
    rows: tuple[StatementRow, ...]
    dots: tuple[Dot, ...]
    centres: tuple[Dot, ...]  # where the letter of each group stands
    second_axis_arbitrary: bool

    def labelled(self, label: str) -> list[StatementRow]:
        return [row for row in self.rows if label in row.labels]

    @property
    def too_few_for_dots(self) -> bool:
        return self.people < FEWEST_FOR_DOTS


def landscape_page(result: dict, statements: Iterable[Statement], at: datetime) -> LandscapePage:
    """Arrange a stored result. Only statements that were let through are named."""
    found = result["groups"]["verdict"] == "found"
    by_label = {statement.label: statement for statement in statements}
    shown = [
        entry for entry in result["statement"] if str(entry["id"]) in by_label and not entry.get("rejected")
    ]
    rows = [_row(entry, by_label[str(entry["id"])], found) for entry in shown]
    rows.sort(key=lambda row: (row.share is None, -(row.low or 0), row.statement.number))
    dots = _dots(result, found) if result["participants"] >= FEWEST_FOR_DOTS else ()
    return LandscapePage(
        people=result["participants"],
        votes=result["votes"],
        at=at,
        verdict=result["groups"]["verdict"],
        groups=tuple(result["groups"]["sizes"]) if found else (),
        rows=tuple(rows),
        dots=dots,
        centres=_centres(dots, result["groups"]["k"]) if found else (),
        second_axis_arbitrary=bool(result["axes"].get("second_axis_arbitrary")),
    )


def _row(entry: dict, statement: Statement, found: bool) -> StatementRow:
    enough = entry["seen"] >= FEWEST_FOR_SHARE
    return StatementRow(
        statement=statement,
        seen=entry["seen"],
        agree=entry["agree"],
        disagree=entry["disagree"],
        passed=entry["pass"],
        share=entry["agree_share"] if enough else None,
        low=entry["low"] if enough else None,
        high=entry["high"] if enough else None,
        labels=tuple(entry["labels"]),
        groups=tuple(_group(i, counts) for i, counts in enumerate(entry["by_group"])) if found else (),
    )


def _group(number: int, counts: dict) -> GroupShare:
    voted = counts["agree"] + counts["disagree"] + counts["pass"]
    share = counts["agree"] / voted if voted >= FEWEST_FOR_SHARE else None
    return GroupShare(number, share, voted if voted >= FEWEST_IN_CELL else None)


def _dots(result: dict, found: bool) -> tuple[Dot, ...]:
    """Scale everyone's place on the map to the picture, the same in both directions so that distances stay true."""
    places = result["coordinates"]
    if not places:
        return ()
    reach = max(max(abs(x), abs(y)) for x, y in places.values()) or 1.0
    scale = (min(MAP_WIDTH, MAP_HEIGHT) / 2 - MARGIN) / reach
    return tuple(
        Dot(
            round(MAP_WIDTH / 2 + x * scale, 1),
            round(MAP_HEIGHT / 2 - y * scale, 1),
            result["assignment"].get(person) if found else None,
        )
        for person, (x, y) in sorted(places.items())
    )


def _centres(dots: tuple[Dot, ...], k: int) -> tuple[Dot, ...]:
    of_group = [[dot for dot in dots if dot.group == g] for g in range(k)]
    return tuple(
        Dot(round(mean(dot.x for dot in found), 1), round(mean(dot.y for dot in found), 1), g)
        for g, found in enumerate(of_group)
        if found
    )


def comments_to_write(statements: Iterable[Statement]) -> Iterable[tuple[PolisStatement, int, int]]:
    """Statements as an export writes them: with the newest decision and the counts of votes."""
    for s in statements:
        moderated = {True: 1, False: -1, None: 0}[s.accepted]
        author = s.author.label if s.author else ""
        text = TAKEN_BACK if s.taken_back else s.text
        yield (
            PolisStatement(s.label, text, author, moderated, round(s.at.timestamp() * 1000)),
            s.agrees,
            s.disagrees,
        )


def mine_as_data(conversation: Conversation, mine: Mine, told: Iterable) -> dict[str, object]:
    """Everything one person gave, to take with them."""
    return {
        "question": {"en": conversation.question_en, "cy": conversation.question_cy},
        "statements": [{"text": s.text, "language": s.language, "at": s.at} for s in mine.statements],
        "votes": [{"statement": v.statement.text, "answer": v.answer, "at": v.at} for v in mine.answers],
        "about_me": {t.dimension: t.category for t in told},
        "consents": mine.consents,
    }


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    heard = heard_summary(partnership)
    address = reverse("conversations:list", args=[partnership.slug])
    figures = [
        Figure(_("people took part"), heard.people, address),
        Figure(_("things people said"), heard.statements, address),
    ]
    waiting = [
        Waiting(
            _("Statements waiting to be read: %(number)s") % {"number": number},
            reverse("conversations:queue", args=[partnership.slug, conversation.pk]),
        )
        for conversation, number in heard.waiting.items()
    ]
    return ChapterSummary(figures, waiting if waiting and may_organise(user, partnership) else [])
