"""Putting statements on paper: as many as fit on a page, in the order they were asked, one sheet for each person."""

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations.actions import issue_paper_codes
from cyfran.discover.conversations.models import Conversation, Statement
from cyfran.discover.paper import rules
from cyfran.discover.paper.analysis import NAME, ROOM
from cyfran.discover.paper.models import SheetCopy, SheetRow, VotingSheet
from cyfran.ground.people.actions import new_code
from cyfran.ground.people.models import ConsentText
from cyfran.ground.people.queries import participant_with_code

MOST_COPIES = 200
MOST_PAGES = 9  # a sheet's code has one digit for its page
LOWEST, AROUND, LINE = (
    16.0,
    7.0,
    1.3,
)  # mm of a row at least, mm above and below its words; a line, in letters' size


@dataclass(frozen=True)
class Print:
    """How words are printed: the size of letters in mm, how many surely fit in a line, the height of the row for consent."""

    size: float
    in_line: int
    consent: float


NORMAL, LARGE = Print(4.2, 52, 22.0), Print(6.4, 33, 44.0)


def printed_as(large_print: bool) -> Print:
    return LARGE if large_print else NORMAL


def height_of(statement: Statement, large_print: bool) -> float:
    """How much of a page a statement takes, with its translations (mm)."""
    how = printed_as(large_print)
    texts = [statement.text, *(translation.text for translation in statement.translations.all())]
    lines = sum(max(1, len(textwrap.wrap(text, how.in_line))) for text in texts)
    return max(LOWEST, math.ceil(lines * how.size * LINE + AROUND))


def fits_on_sheet(statement: Statement, large_print: bool) -> bool:
    """Long notes of a table do not fit on a sheet: a page with the tick for consent must hold one row."""
    return height_of(statement, large_print) <= ROOM - printed_as(large_print).consent


@transaction.atomic
def print_sheets(
    *,
    conversation: Conversation,
    statements: list[Statement],
    copies: int,
    large_print: bool,
    consent_text: ConsentText,
    by: User,
    at: datetime,
) -> tuple[VotingSheet, list[tuple[SheetCopy, str]]]:
    """Make sheets for so many people. Each comes with a code to keep, which is given here once."""
    require(rules.may_print(by, conversation))
    require(1 <= copies <= MOST_COPIES, "copies_out_of_range", most=MOST_COPIES)
    require(bool(statements), "sheet_asks_nothing")
    require(
        all(fits_on_sheet(statement, large_print) for statement in statements), "statement_too_long_for_paper"
    )
    sheet = VotingSheet.objects.create(
        conversation=conversation, consent_text=consent_text, large_print=large_print, at=at, by=by
    )
    rows = list(_rows(sheet, statements))
    require(rows[-1].page <= MOST_PAGES, "too_many_for_a_sheet", pages=rows[-1].page, most=MOST_PAGES)
    SheetRow.objects.bulk_create(rows)
    codes = issue_paper_codes(conversation=conversation, how_many=copies, by=by, at=at)
    log_event("sheet.printed", sheet, by=by, at=at, within=conversation.partnership_id, copies=copies)
    return sheet, [(_copy(sheet, code), code) for code in codes]


def _rows(sheet: VotingSheet, statements: list[Statement]) -> Iterator[SheetRow]:
    height = printed_as(sheet.large_print).consent
    yield SheetRow(sheet=sheet, page=1, number=0, height=height, is_consent=True)
    page, number, used = 1, 1, height
    for statement in statements:
        height = height_of(statement, sheet.large_print)
        if used + height > ROOM:
            page, number, used = page + 1, 0, 0.0
        yield SheetRow(sheet=sheet, page=page, number=number, height=height, statement=statement)
        number, used = number + 1, used + height


def _copy(sheet: VotingSheet, code: str) -> SheetCopy:
    name = new_code(NAME)
    while SheetCopy.objects.filter(name=name).exists():
        name = new_code(NAME)
    return SheetCopy.objects.create(sheet=sheet, name=name, participant=participant_with_code(code))
