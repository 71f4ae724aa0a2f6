"""During an event or soon after: contributions and observed moments, entered by staff."""

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
    """What was said, with the circumstances in which it was written down."""

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
    """Save what was said to one agenda item. What is sent twice under one key is saved once.

    What is entered by someone who may moderate is accepted at once; what others enter waits for moderation.
    """
    event = item.event
    require(rules.may_record(by, event.partnership))
    require(item.conversation_id is not None, "item_asks_nothing")
    key = key or uuid7()
    existing = contribution_with_key(key)
    if existing:
        return existing
    statement = _save_statement(item, words, consent_text, by, at)
    if may_moderate(by, item.conversation) and not words.read_first:
        conversations.decide(
            statement=statement, accepted=True, ground=RejectionGround.FITS, reason="", by=by, at=at
        )
    if statement.author:
        defaults = {"table": words.table, "at": at, "by": by}
        Attendance.objects.get_or_create(
            event=event, participant=statement.author.participant, defaults=defaults
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


def _save_statement(
    item: AgendaItem, words: RecordedWords, consent_text: ConsentText, by: User, at: datetime
) -> Statement:
    holder = _find_holder(words.code)
    details = {
        "conversation": item.conversation,
        "text": words.text,
        "language": words.language,
        "consent_text": consent_text,
    }
    if item.event.kind != EventType.TALKS and holder is None:
        return conversations.write_down_unnamed(**details, may_quote=words.may_quote, by=by, at=at)
    consents = {ConsentPurpose.RECORD, ConsentPurpose.QUOTE} if words.may_quote else {ConsentPurpose.RECORD}
    route = Route.PHONE if words.by_phone else Route.IN_PERSON
    return conversations.write_down(
        **details,
        holder=holder,
        code="",
        given={str(purpose) for purpose in consents},
        route=route,
        by=by,
        at=at,
    )


def _find_holder(code: str) -> Participant | None:
    holder = participant_with_code(code) if code else None
    require(not code or holder is not None, "code_unknown")
    return holder


@transaction.atomic
def import_contributions(
    *, event: Event, rows: Iterable[SpokenRow], consent_text: ConsentText, by: User, at: datetime
) -> int:
    """Save the rows of a spreadsheet and return how many were new. Rows that exist already, word for word, are skipped."""
    require(rules.may_record(by, event.partnership))
    items = {item.number: item for item in agenda(event) if item.conversation_id}
    existing = set(
        Contribution.objects.filter(event=event).values_list("statement__text", "table", "item__number")
    )
    count = 0
    for row in rows:
        if (row.text, row.table, row.part) in existing:
            continue
        words = RecordedWords(
            row.text, row.language, row.may_quote, verbatim=row.verbatim, table=row.table, dots=row.dots
        )
        contribute(item=items[row.part], words=words, consent_text=consent_text, by=by, at=at)
        existing.add((row.text, row.table, row.part))
        count += 1
    within = event.partnership_id
    log_event("event.imported", event, by=by, at=at, within=within, number=count)
    return count


@transaction.atomic
def complete_contribution(
    *, contribution: Contribution, table: int | None, dots: int, verbatim: bool, by: User, at: datetime
) -> None:
    """Update table, dots and whether the words are verbatim. The words themselves cannot be changed."""
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
    """Delete a contribution that was entered by mistake or that someone in the room asks to have removed."""
    require(rules.may_record(by, contribution.event.partnership))
    conversations.withdraw_statement(statement=contribution.statement, by=by, at=at)


@transaction.atomic
def record_moment(
    *, item: AgendaItem, moment: str, table: int | None, by: User, at: datetime
) -> ObservedMoment:
    """Record that something of this kind happened, and nothing of what it was."""
    event = item.event
    require(rules.may_record(by, event.partnership))
    return ObservedMoment.objects.create(event=event, item=item, table=table, moment=moment, at=at, by=by)
