"""During, or the same night: what was said, by the hand of whoever wrote it down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import uuid7
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import RejectionGround, Statement
from cyfran.discover.conversations.rules import may_moderate
from cyfran.discover.events import rules
from cyfran.discover.events.exchange import SpokenRow
from cyfran.discover.events.models import (
    AgendaItem,
    Attendance,
    Contribution,
    Event,
    EventType,
    ObservedMoment,
)
from cyfran.discover.events.queries import agenda, contribution_with_key
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Participant, Route
from cyfran.ground.people.queries import participant_with_code


@dataclass(frozen=True)
class RecordedWords:
    """What was said, and how it came to be written down."""

    text: str
    language: str
    may_quote: bool
    verbatim: bool = True
    table: int | None = None
    dots: int = 0
    code: str = ""
    by_phone: bool = False
    read_first: bool = False  # someone else should read it before it is shown
    heard_at: datetime | None = None  # where it was written down before it arrived


@transaction.atomic
def contribute(
    *,
    item: AgendaItem,
    words: RecordedWords,
    consent_text: ConsentText,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Contribution:
    """Keep what was said to one part of the agenda. What is sent twice, under one key, is kept once.

    Whoever may moderate has read what they write down, and it is heard at once; what others write waits to be read.
    """
    event = item.event
    require(rules.may_record(by, event.partnership))
    require(item.conversation_id is not None, "item_asks_nothing")
    key = key or uuid7()
    there = contribution_with_key(key)
    if there:
        return there
    statement = _statement(item, words, consent_text, by, at)
    if may_moderate(by, item.conversation) and not words.read_first:
        conversations.decide(
            statement=statement, accepted=True, ground=RejectionGround.FITS, reason="", by=by, at=at
        )
    if statement.author:
        there = {"table": words.table, "at": at, "by": by}
        Attendance.objects.get_or_create(
            event=event, participant=statement.author.participant, defaults=there
        )
    return Contribution.objects.create(
        statement=statement,
        event=event,
        item=item,
        table=words.table,
        verbatim=words.verbatim,
        dots=words.dots,
        key=key,
        heard_at=words.heard_at,
        at=at,
        by=by,
    )


def _statement(
    item: AgendaItem, words: RecordedWords, consent_text: ConsentText, by: User, at: datetime
) -> Statement:
    holder = _holder(words.code)
    said = {
        "conversation": item.conversation,
        "text": words.text,
        "language": words.language,
        "consent_text": consent_text,
    }
    if item.event.kind != EventType.TALKS and holder is None:
        return conversations.write_down_unnamed(**said, may_quote=words.may_quote, by=by, at=at)
    given = {ConsentPurpose.RECORD, ConsentPurpose.QUOTE} if words.may_quote else {ConsentPurpose.RECORD}
    route = Route.PHONE if words.by_phone else Route.IN_PERSON
    return conversations.write_down(
        **said, holder=holder, code="", given={str(p) for p in given}, route=route, by=by, at=at
    )


def _holder(code: str) -> Participant | None:
    holder = participant_with_code(code) if code else None
    require(not code or holder is not None, "code_unknown")
    return holder


@transaction.atomic
def import_contributions(
    *, event: Event, heard: Iterable[SpokenRow], consent_text: ConsentText, by: User, at: datetime
) -> int:
    """Keep a whole evening that was typed into a spreadsheet. Rows that are there already, word for word, are passed over."""
    require(rules.may_record(by, event.partnership))
    items = {item.number: item for item in agenda(event) if item.conversation_id}
    there = set(
        Contribution.objects.filter(event=event).values_list("statement__text", "table", "item__number")
    )
    number = 0
    for row in heard:
        if (row.text, row.table, row.part) in there:
            continue
        words = RecordedWords(
            row.text, row.language, row.may_quote, verbatim=row.verbatim, table=row.table, dots=row.dots
        )
        contribute(item=items[row.part], words=words, consent_text=consent_text, by=by, at=at)
        there.add((row.text, row.table, row.part))
        number += 1
    within = event.partnership_id
    log_event("event.imported", event, by=by, at=at, within=within, number=number)
    return number


@transaction.atomic
def complete(
    *, contribution: Contribution, table: int | None, dots: int, verbatim: bool, by: User, at: datetime
) -> None:
    """Say more about what was written down in haste. The words themselves stay as they were said."""
    event = contribution.event
    require(rules.may_record(by, event.partnership))
    Contribution.objects.filter(pk=contribution.pk).update(table=table, dots=dots, verbatim=verbatim)
    within = event.partnership_id
    log_event(
        "contribution.completed",
        event,
        by=by,
        at=at,
        within=within,
        statement=str(contribution.statement_id),
    )


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Remove what was just written down, or what someone in the room asks to have removed."""
    require(rules.may_record(by, contribution.event.partnership))
    conversations.withdraw_statement(statement=contribution.statement, by=by, at=at)


@transaction.atomic
def mark(*, item: AgendaItem, moment: str, table: int | None, by: User, at: datetime) -> ObservedMoment:
    """Note that something happened, and nothing of what it was."""
    event = item.event
    require(rules.may_record(by, event.partnership))
    return ObservedMoment.objects.create(event=event, item=item, table=table, moment=moment, at=at, by=by)
