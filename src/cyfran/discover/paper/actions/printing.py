"""Print voting sheets: as many statements as fit on a page, in the given order, one copy for each person."""

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
from cyfran.discover.paper.analysis import NAME_LENGTH, ROWS_HEIGHT
from cyfran.discover.paper.models import SheetCopy, SheetRow, VotingSheet
from cyfran.ground.people.actions import new_code
from cyfran.ground.people.models import ConsentText
from cyfran.ground.people.queries import participant_with_code

MOST_COPIES = 200
MOST_PAGES = 9  # a sheet's code has one digit for its page
MIN_ROW_HEIGHT = 16.0  # mm
ROW_PADDING = 7.0  # mm above and below the words
LINE_HEIGHT = 1.3  # times the size of letters


@dataclass(frozen=True)
class PrintFormat:
    """A print size: letters in mm, how many surely fit in a line, and the height of the row for consent in mm."""

    size: float
    letters_per_line: int
    consent_height: float


NORMAL, LARGE = PrintFormat(4.2, 52, 22.0), PrintFormat(6.4, 33, 44.0)


def print_format(large_print: bool) -> PrintFormat:
    return LARGE if large_print else NORMAL


def row_height(statement: Statement, large_print: bool) -> float:
    """Return the height in mm of the row of a statement with its translations."""
    print_style = print_format(large_print)
    texts = [statement.text, *(translation.text for translation in statement.translations.all())]
    lines = sum(max(1, len(textwrap.wrap(text, print_style.letters_per_line))) for text in texts)
    return max(MIN_ROW_HEIGHT, math.ceil(lines * print_style.size * LINE_HEIGHT + ROW_PADDING))


def fits_on_sheet(statement: Statement, large_print: bool) -> bool:
    """Whether a statement fits on the first page below the row for consent; long notes of a table do not."""
    return row_height(statement, large_print) <= ROWS_HEIGHT - print_format(large_print).consent_height


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
    """Create a sheet with copies for so many people; return it and each copy with its code, which is shown only once."""
    require(rules.may_print(by, conversation))
    require(1 <= copies <= MOST_COPIES, "copies_out_of_range", most=MOST_COPIES)
    require(bool(statements), "sheet_asks_nothing")
    require(
        all(fits_on_sheet(statement, large_print) for statement in statements), "statement_too_long_for_paper"
    )
    sheet = VotingSheet.objects.create(
        conversation=conversation, consent_text=consent_text, large_print=large_print, at=at, by=by
    )
    rows = list(_layout_rows(sheet, statements))
    require(rows[-1].page <= MOST_PAGES, "too_many_for_a_sheet", pages=rows[-1].page, most=MOST_PAGES)
    SheetRow.objects.bulk_create(rows)
    codes = issue_paper_codes(conversation=conversation, how_many=copies, by=by, at=at)
    log_event("sheet.printed", sheet, by=by, at=at, within=conversation.partnership_id, copies=copies)
    return sheet, [(_create_copy(sheet, code), code) for code in codes]


def _layout_rows(sheet: VotingSheet, statements: list[Statement]) -> Iterator[SheetRow]:
    """Yield the rows of a sheet, the tick for consent first, with a new page whenever one is full."""
    height = print_format(sheet.large_print).consent_height
    yield SheetRow(sheet=sheet, page=1, number=0, height=height, is_consent=True)
    page, number, used = 1, 1, height
    for statement in statements:
        height = row_height(statement, sheet.large_print)
        if used + height > ROWS_HEIGHT:
            page, number, used = page + 1, 0, 0.0
        yield SheetRow(sheet=sheet, page=page, number=number, height=height, statement=statement)
        number, used = number + 1, used + height


def _create_copy(sheet: VotingSheet, code: str) -> SheetCopy:
    """Save one person's copy under a name that no other copy has."""
    name = new_code(NAME_LENGTH)
    while SheetCopy.objects.filter(name=name).exists():
        name = new_code(NAME_LENGTH)
    return SheetCopy.objects.create(sheet=sheet, name=name, participant=participant_with_code(code))
