"""Sheets that came back: save what was scanned, reviewed or typed, and cast the votes that follow."""

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
from cyfran.discover.paper.analysis import ReadRow
from cyfran.discover.paper.models import EnteredRow, EntryMethod, ScannedRow, SheetCopy, SheetRow
from cyfran.discover.paper.queries import CopyAnswers, answers_of_copy, rows_of
from cyfran.ground.people.actions import give_consents
from cyfran.ground.people.models import ConsentPurpose, Route
from cyfran.ground.people.queries import may_be_kept

ANSWERS = (VoteAnswer.AGREE, VoteAnswer.DISAGREE, VoteAnswer.PASS)  # in the order of the boxes
TICKED = len(ANSWERS) - 1  # the box for consent is printed under the last of them


@transaction.atomic
def save_scanned_copy(*, copy: SheetCopy, rows: Iterable[ReadRow], by: User, at: datetime) -> CopyAnswers:
    """Save the rows read from a picture of a sheet. A later picture replaces an earlier one; what a person entered stays."""
    require(rules.may_read(by, copy.sheet.conversation.partnership))
    reviewed = set(
        EnteredRow.objects.filter(copy=copy, method=EntryMethod.PICTURE).values_list("row", flat=True)
    )
    for row in rows:
        picture = None if row.row.pk in reviewed else row.picture
        ScannedRow.objects.update_or_create(
            copy=copy,
            row=row.row,
            defaults={"choice": row.choice, "is_sure": row.is_sure, "picture": picture, "at": at},
        )
    return _cast_known_votes(copy, at)


@transaction.atomic
def review_scanned_row(*, scanned_row: ScannedRow, choice: int | None, by: User, at: datetime) -> CopyAnswers:
    """Save what a person sees in the picture of a row, and delete the picture."""
    require(rules.may_read(by, scanned_row.copy.sheet.conversation.partnership))
    require(choice is None or choice in _valid_choices(scanned_row.row), "mark_not_understood")
    EnteredRow.objects.create(
        copy=scanned_row.copy, row=scanned_row.row, choice=choice, method=EntryMethod.PICTURE, at=at, by=by
    )
    ScannedRow.objects.filter(pk=scanned_row.pk).update(picture=None)
    return _cast_known_votes(scanned_row.copy, at)


@transaction.atomic
def type_in(*, copy: SheetCopy, choices: dict[int, int | None], by: User, at: datetime) -> CopyAnswers:
    """Save what a person typed from a sheet, row by row. It counts once another person has typed the same."""
    require(rules.may_read(by, copy.sheet.conversation.partnership))
    rows = list(rows_of(copy.sheet))
    require(set(choices) == {row.pk for row in rows}, "mark_not_understood")
    require(
        all(choices[row.pk] is None or choices[row.pk] in _valid_choices(row) for row in rows),
        "mark_not_understood",
    )
    EnteredRow.objects.bulk_create(
        [
            EnteredRow(copy=copy, row=row, choice=choices[row.pk], method=EntryMethod.TYPED, at=at, by=by)
            for row in rows
        ]
    )
    log_event("sheet.typed", copy.sheet, by=by, at=at, within=copy.sheet.conversation.partnership_id)
    return _cast_known_votes(copy, at)


def _valid_choices(row: SheetRow) -> tuple[int, ...]:
    return (TICKED,) if row.is_consent else tuple(range(len(ANSWERS)))


def _cast_known_votes(copy: SheetCopy, at: datetime) -> CopyAnswers:
    """Cast the votes known so far, if there is consent, and return what is known. Nothing is cast twice.

    Where the box for consent is empty, everything on the sheet is deleted, except that it came back.
    """
    known = answers_of_copy(copy)
    participant, conversation = copy.participant, copy.sheet.conversation
    if not may_be_kept(participant.pk):
        if known.consent is False:
            _delete_answers(copy)
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
    open_ids = set(open_statements(conversation).prefetch_related(None).values_list("pk", flat=True))
    votes = [
        (row.statement_id, ANSWERS[choice].value)
        for row, choice in known.choices.items()
        if choice is not None and not row.is_consent and row.statement_id in open_ids
    ]
    cast_votes(participation=add_participant(conversation, participant, at), answers=votes, at=at)
    return known


def _delete_answers(copy: SheetCopy) -> None:
    ScannedRow.objects.filter(copy=copy, row__is_consent=False).delete()
    EnteredRow.objects.filter(copy=copy, row__is_consent=False).delete()
