"""The texts on paper and their places; and the summary for the home page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cyfran.core.language import BilingualText, LanguageText
from cyfran.core.overview import ChapterSummary, OverviewTask
from cyfran.core.thread.node_types import Reader
from cyfran.discover.conversations.models import Conversation, Statement
from cyfran.discover.conversations.pages import conversation_trail
from cyfran.discover.paper.analysis import FIRST, corner_text, layout_of
from cyfran.discover.paper.models import SheetCopy, SheetRow, VotingSheet
from cyfran.discover.paper.queries import rows_of, rows_waiting
from cyfran.discover.paper.rules import may_read
from cyfran.ground.partnerships.models import Partnership
from cyfran.ui.formats import in_both_languages, plain
from cyfran.ui.messages.marks import N_
from cyfran.ui.qr import qr_path
from cyfran.ui.trail import step

TENTHS = 10  # a drawing is measured in tenths of a millimetre, so that letters are large numbers to a browser
WORDS_FROM, WORDS_TO = 12.0, 141.0  # mm: words stand left of the boxes
# Paper is printed for everyone: each sentence in both languages
PRINTED = {
    "agree": N_("Agree"),
    "disagree": N_("Disagree"),
    "pass": N_("Pass, not sure"),
    "consent": N_("I agree to my answers being kept, without my name."),
    "how": N_("Put a cross in one box. To change your answer, fill in that box and cross another."),
    "keep": N_("Keep this page. It is yours."),
    "hand_in": N_("Hand in the pages with boxes. Do not fold the corners."),
    "your_code": N_(
        "Use this code to see what happened to what you told us, change it, or take it all back:"
    ),
    "no_name": N_("Please do not write your name on this sheet."),
    "sign_in": N_("Who is here"),
    "sign_in_why": N_(
        "We ask so that we know how many people came and can pay what was promised. You can leave anything blank."
    ),
    "first_name": N_("What shall we call you?"),
    "your_language": N_("Your language"),
    "table": N_("Table"),
    "expenses": N_("Travel or care costs to claim?"),
    "what_was_said": N_("What was said, word for word if you can"),
    "in_language": N_("Language"),
    "may_quote": N_("May be quoted"),
    "dots": N_("Dots"),
    "off_record": N_("If something is said off the record, do not write it down."),
    "say": N_("What would you like to say?"),
    "quote": N_("You may quote me, without my name."),
    "reuse": N_("You may use what I say for learning in other places."),
    "tear_off": N_("Keep this part."),
    "claim": N_("What we owe you"),
    "claim_for": N_("What for"),
    "claim_amount": N_("How much"),
    "claim_how": N_("How would you like to be paid: cash, voucher or bank transfer?"),
    "paid_on": N_("Paid on"),
}


def printed_texts() -> dict[str, BilingualText]:
    """Return every fixed text on paper, in both languages, by name."""
    return {name: in_both_languages(sentence) for name, sentence in PRINTED.items()}


@dataclass(frozen=True)
class Corner:
    """A QR code in a corner, in tenths of a millimetre."""

    x: float
    y: float
    size: float
    path: str
    dots: int


@dataclass(frozen=True)
class PrintedRow:
    """A row of a page: its words, and the top left corners of its boxes."""

    top: float
    height: float
    is_consent: bool
    words: list[LanguageText]
    boxes: list[tuple[float, float]]


@dataclass(frozen=True)
class PrintedPage:
    name: str
    page: int
    pages: int
    corners: list[Corner]
    rows: list[PrintedRow]
    heads: list[float]  # where the boxes stand across
    box: float
    left: float
    width: float


@dataclass(frozen=True)
class PrintedCopy:
    """One person's paper: the page they keep, with their code, and the pages they hand in."""

    code: str
    pages: list[PrintedPage]


def printed_copies(sheet: VotingSheet, copies: Iterable[tuple[SheetCopy, str]]) -> list[PrintedCopy]:
    pages: dict[int, list[SheetRow]] = {}
    for row in rows_of(sheet).prefetch_related("statement__translations"):
        pages.setdefault(row.page, []).append(row)
    return [
        PrintedCopy(code, [_page(copy.name, number, len(pages), rows) for number, rows in pages.items()])
        for copy, code in copies
    ]


def _page(name: str, page: int, pages: int, rows: list[SheetRow]) -> PrintedPage:
    layout = layout_of(rows)
    half = layout.box_size / 2
    tops = [FIRST + sum(row.height for row in rows[:number]) for number in range(len(rows))]
    return PrintedPage(
        name=f"{name[:4]} {name[4:]}",
        page=page,
        pages=pages,
        corners=[
            Corner(
                x * TENTHS, y * TENTHS, layout.code_size * TENTHS, *qr_path(corner_text(name, page, number))
            )
            for number, (x, y) in enumerate(layout.codes)
        ],
        rows=[
            PrintedRow(
                top=top * TENTHS,
                height=row.height * TENTHS,
                is_consent=row.is_consent,
                words=_words(row.statement),
                boxes=[
                    ((box.x - half) * TENTHS, (box.y - half) * TENTHS)
                    for box in layout.boxes
                    if box.row == number
                ],
            )
            for number, (row, top) in enumerate(zip(rows, tops, strict=True))
        ],
        heads=sorted({box.x * TENTHS for box in layout.boxes}),
        box=layout.box_size * TENTHS,
        left=WORDS_FROM * TENTHS,
        width=(WORDS_TO - WORDS_FROM) * TENTHS,
    )


def _words(statement: Statement | None) -> list[LanguageText]:
    if statement is None:
        return []
    others = (LanguageText(other.text, other.language) for other in statement.translations.all())
    return [LanguageText(statement.text, statement.language), *others]


def sheets_trail(partnership: Partnership, conversation: Conversation) -> list[dict[str, object]]:
    current_step = step(_("Voting on paper"), "paper:sheets", partnership.slug, conversation.pk)
    return [*conversation_trail(partnership, conversation), current_step]


def home_summary(partnership: Partnership, reader: Reader, user) -> ChapterSummary:
    if not may_read(user, partnership):
        return ChapterSummary([], [])
    return ChapterSummary(
        [],
        [
            OverviewTask(
                _("Rows on paper sheets to check (%(number)s): %(question)s")
                % {"number": number, "question": plain(conversation.question)},
                reverse("paper:review_row", args=[partnership.slug, conversation.pk]),
            )
            for conversation, number in rows_waiting(partnership).items()
        ],
    )
