"""Sheets that came back: what was seen, what a person says, and the votes that follow."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations.actions import cast_votes
from cyfran.discover.conversations.actions.labels import add_participant
from cyfran.discover.conversations.models import VoteAnswer
from cyfran.discover.conversations.queries import open_statements
from cyfran.discover.paper import rules
from cyfran.discover.paper.analysis import Seen
from cyfran.discover.paper.models import EnteredRow, EntryMethod, ScannedRow, SheetCopy, SheetRow
from cyfran.discover.paper.queries import Known, answers_of_copy, rows_of
from cyfran.ground.people.actions import give_consents
from cyfran.ground.people.models import ConsentPurpose, Route
from cyfran.ground.people.queries import may_be_kept

ANSWERS = (VoteAnswer.AGREE, VoteAnswer.DISAGREE, VoteAnswer.PASS)  # in the order of the boxes
TICKED = len(ANSWERS) - 1  # the one box for consent stands under the last


@transaction.atomic
def save_scanned_copy(*, copy: SheetCopy, seen: Iterable[Seen], by: User, at: datetime) -> Known:
    """Keep what a picture of a sheet shows. A better picture replaces an earlier one; what a person said stays."""
    require(rules.may_read(by, copy.sheet.conversation.partnership))
    looked_at = set(
        EnteredRow.objects.filter(copy=copy, method=EntryMethod.PICTURE).values_list("row", flat=True)
    )
    for one in seen:
        picture = None if one.row.pk in looked_at else one.picture
        ScannedRow.objects.update_or_create(
            copy=copy,
            row=one.row,
            defaults={"choice": one.choice, "is_sure": one.is_sure, "picture": picture, "at": at},
        )
    return _count(copy, at)


@transaction.atomic
def look_at(*, seen: ScannedRow, choice: int | None, by: User, at: datetime) -> Known:
    """Someone looked at the picture of a row and says what is marked. The picture is not kept any longer."""
    require(rules.may_read(by, seen.copy.sheet.conversation.partnership))
    require(choice is None or choice in _choices(seen.row), "mark_not_understood")
    EnteredRow.objects.create(
        copy=seen.copy, row=seen.row, choice=choice, method=EntryMethod.PICTURE, at=at, by=by
    )
    ScannedRow.objects.filter(pk=seen.pk).update(picture=None)
    return _count(seen.copy, at)


@transaction.atomic
def type_in(*, copy: SheetCopy, choices: dict[int, int | None], by: User, at: datetime) -> Known:
    """Someone typed a sheet from the paper: for each row what is marked. It counts once another person typed the same."""
    require(rules.may_read(by, copy.sheet.conversation.partnership))
    rows = list(rows_of(copy.sheet))
    require(set(choices) == {row.pk for row in rows}, "mark_not_understood")
    require(
        all(choices[row.pk] is None or choices[row.pk] in _choices(row) for row in rows),
        "mark_not_understood",
    )
    EnteredRow.objects.bulk_create(
        [
            EnteredRow(copy=copy, row=row, choice=choices[row.pk], method=EntryMethod.TYPED, at=at, by=by)
            for row in rows
        ]
    )
    log_event("sheet.typed", copy.sheet, by=by, at=at, within=copy.sheet.conversation.partnership_id)
    return _count(copy, at)


def _choices(row: SheetRow) -> tuple[int, ...]:
    return (TICKED,) if row.is_consent else tuple(range(len(ANSWERS)))


def _count(copy: SheetCopy, at: datetime) -> Known:
    """Cast the votes that are known by now, if that is allowed. Done again, nothing counts twice.

    Where someone left the box for consent empty, nothing of their sheet is kept but that it came back.
    """
    known = answers_of_copy(copy)
    participant, conversation = copy.participant, copy.sheet.conversation
    if not may_be_kept(participant.pk):
        if known.consent is False:
            _wipe(copy)
        if not known.consent:
            return known
        give_consents(
            participant=participant,
            text=copy.sheet.consent_text,
            given={ConsentPurpose.RECORD},
            language=participant.language,
            how=Route.PAPER,
            at=at,
        )
    open_ = set(open_statements(conversation).prefetch_related(None).values_list("pk", flat=True))
    votes = [
        (row.statement_id, ANSWERS[choice].value)
        for row, choice in known.choices.items()
        if choice is not None and not row.is_consent and row.statement_id in open_
    ]
    cast_votes(participation=add_participant(conversation, participant, at), answers=votes, at=at)
    return known


def _wipe(copy: SheetCopy) -> None:
    ScannedRow.objects.filter(copy=copy, row__is_consent=False).delete()
    EnteredRow.objects.filter(copy=copy, row__is_consent=False).delete()
