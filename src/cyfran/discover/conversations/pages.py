"""What the pages of a conversation show, arranged from query results."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.news import NewsItem
from cyfran.core.overview import ChapterSummary, Figure, OverviewTask
from cyfran.core.small_numbers import may_show_count, may_show_positions, may_show_share
from cyfran.core.thread.node_types import Reader
from cyfran.discover.conversations.exchange import PolisStatement
from cyfran.discover.conversations.models import (
    Conversation,
    ModerationDecision,
    PublicationState,
    RejectionGround,
    Statement,
)
from cyfran.discover.conversations.queries import (
    OwnContributions,
    conversations_of,
    heard_summary,
    statement_keys_of,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.pages import partnership_trail
from cyfran.ground.partnerships.rules import may_organise
from cyfran.ground.people.models import Participant
from cyfran.ui.formats import words
from cyfran.ui.trail import step

GROUND_NAMES = dict(RejectionGround.choices)
WITHDRAWN_TEXT = "–"  # in an export, instead of words that someone no longer wants quoted
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
    current_step = step(question, "conversations:detail", partnership.slug, conversation.pk)
    return [*conversations_trail(partnership), current_step]


@dataclass(frozen=True)
class GroupShare:
    """The share of one group that agrees with a statement; None where too few of the group voted."""

    number: int
    share: float | None
    voted: int | None


@dataclass(frozen=True)
class StatementRow:
    """A statement with the votes and the agreeing share of everybody and of each group; shares are None on few votes."""

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
    def label_names(self) -> list[str]:
        return [str(LABEL_NAMES[label]) for label in self.labels]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    group: int | None


@dataclass(frozen=True)
class LandscapePage:
    """Everything the page of a landscape shows."""

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
        return not may_show_positions(self.people)


def landscape_page(result: dict, statements: Iterable[Statement], at: datetime) -> LandscapePage:
    """Arrange a stored result for its page. Only accepted statements are included."""
    has_groups = result["groups"]["verdict"] == "found"
    by_label = {statement.label: statement for statement in statements}
    entries = [
        entry for entry in result["statement"] if str(entry["id"]) in by_label and not entry.get("rejected")
    ]
    rows = [_statement_row(entry, by_label[str(entry["id"])], has_groups) for entry in entries]
    rows.sort(key=lambda row: (row.share is None, -(row.low or 0), row.statement.number))
    dots = _dots(result, has_groups) if may_show_positions(result["participants"]) else ()
    return LandscapePage(
        people=result["participants"],
        votes=result["votes"],
        at=at,
        verdict=result["groups"]["verdict"],
        groups=tuple(result["groups"]["sizes"]) if has_groups else (),
        rows=tuple(rows),
        dots=dots,
        centres=_centres(dots, result["groups"]["k"]) if has_groups else (),
        second_axis_arbitrary=bool(result["axes"].get("second_axis_arbitrary")),
    )


def _statement_row(entry: dict, statement: Statement, has_groups: bool) -> StatementRow:
    has_enough_votes = may_show_share(entry["seen"])
    return StatementRow(
        statement=statement,
        seen=entry["seen"],
        agree=entry["agree"],
        disagree=entry["disagree"],
        passed=entry["pass"],
        share=entry["agree_share"] if has_enough_votes else None,
        low=entry["low"] if has_enough_votes else None,
        high=entry["high"] if has_enough_votes else None,
        labels=tuple(entry["labels"]),
        groups=tuple(_group_share(i, counts) for i, counts in enumerate(entry["by_group"]))
        if has_groups
        else (),
    )


def _group_share(number: int, counts: dict) -> GroupShare:
    voted = counts["agree"] + counts["disagree"] + counts["pass"]
    share = counts["agree"] / voted if may_show_share(voted) else None
    return GroupShare(number, share, voted if may_show_count(voted) else None)


def _dots(result: dict, has_groups: bool) -> tuple[Dot, ...]:
    """Return everyone's place on the map in pixels, scaled alike in both directions so that distances stay true."""
    coordinates = result["coordinates"]
    if not coordinates:
        return ()
    extent = max(max(abs(x), abs(y)) for x, y in coordinates.values()) or 1.0
    scale = (min(MAP_WIDTH, MAP_HEIGHT) / 2 - MARGIN) / extent
    return tuple(
        Dot(
            round(MAP_WIDTH / 2 + x * scale, 1),
            round(MAP_HEIGHT / 2 - y * scale, 1),
            result["assignment"].get(person) if has_groups else None,
        )
        for person, (x, y) in sorted(coordinates.items())
    )


def _centres(dots: tuple[Dot, ...], k: int) -> tuple[Dot, ...]:
    dots_by_group = [[dot for dot in dots if dot.group == group] for group in range(k)]
    return tuple(
        Dot(round(mean(dot.x for dot in group_dots), 1), round(mean(dot.y for dot in group_dots), 1), group)
        for group, group_dots in enumerate(dots_by_group)
        if group_dots
    )


def comments_to_write(statements: Iterable[Statement]) -> Iterable[tuple[PolisStatement, int, int]]:
    """Yield the statements of an export with the newest decision, and how many agreed and disagreed."""
    for statement in statements:
        moderated = {True: 1, False: -1, None: 0}[statement.accepted]
        author = statement.author.label if statement.author else ""
        text = WITHDRAWN_TEXT if statement.taken_back else statement.text
        at = round(statement.at.timestamp() * 1000)
        exported = PolisStatement(statement.label, text, author, moderated, at, statement.is_seed)
        yield exported, statement.agrees, statement.disagrees


def decisions_to_write(
    decisions: Iterable[ModerationDecision], withdrawn: set[UUID]
) -> Iterable[dict[str, str]]:
    """Yield the rows of the log of moderation: the words unless withdrawn, the decision, the name of who decided."""
    for decision in decisions:
        statement = decision.statement
        appealed_at = statement.appeal.at if hasattr(statement, "appeal") else None
        yield {
            "statement": statement.label,
            "text": WITHDRAWN_TEXT if statement.pk in withdrawn else statement.text,
            "is-seed": "true" if statement.is_seed else "false",
            "datetime": decision.at.isoformat(timespec="seconds"),
            "decision": "accepted" if decision.accepted else "rejected",
            "ground": decision.ground,
            "reason": decision.reason,
            "moderator": decision.by.name,
            "appealed": appealed_at.isoformat(timespec="seconds") if appealed_at else "",
        }


def mine_as_data(
    conversation: Conversation, mine: OwnContributions, circumstances: Iterable
) -> dict[str, object]:
    """Return everything one person gave as a dict, for them to download."""
    return {
        "question": {"en": conversation.question_en, "cy": conversation.question_cy},
        "statements": [
            {"text": statement.text, "language": statement.language, "at": statement.at}
            for statement in mine.statements
        ],
        "votes": [
            {"statement": vote.statement.text, "answer": vote.answer, "at": vote.at} for vote in mine.answers
        ],
        "about_me": {circumstance.dimension: circumstance.category for circumstance in circumstances},
        "consents": mine.consents,
    }


def news(partnership: Partnership) -> list[NewsItem]:
    """Return the conversations that are open to everyone."""
    return [
        NewsItem(
            f"conversation:{conversation.pk}",
            _("Conversation"),
            conversation.question,
            reverse("conversations:detail", args=[partnership.slug, conversation.pk]),
        )
        for conversation in conversations_of(partnership, AnonymousUser())
        if conversation.state == PublicationState.OPEN
    ]


def words_of_participant(participant: Participant) -> list[tuple[str, UUID]]:
    """Return somebody's statements as nodes of the thread."""
    return [("statement", pk) for pk in statement_keys_of(participant)]


# --- On the home page of a partnership ----------------------------------------------------------------------------


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    summary = heard_summary(partnership)
    address = reverse("conversations:list", args=[partnership.slug])
    figures = [
        Figure(_("people took part"), summary.people, address),
        Figure(_("things people said"), summary.statements, address),
    ]
    waiting = [
        OverviewTask(
            _("Statements waiting for approval: %(number)s") % {"number": number},
            reverse("conversations:queue", args=[partnership.slug, conversation.pk]),
        )
        for conversation, number in summary.waiting.items()
    ]
    return ChapterSummary(figures, waiting if waiting and may_organise(user, partnership) else [])
