"""Reading sheets: their rows, the answers known so far, and what waits for a person."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from cyfran.core.double_review import weigh_entries
from cyfran.core.files.models import ImportJob
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.paper.models import EnteredRow, EntryMethod, ScannedRow, SheetCopy, SheetRow, VotingSheet

PURPOSE = "sheets"


def sheets_of(conversation: Conversation) -> QuerySet[VotingSheet]:
    """Return the sheets of a conversation, the newest first, with the numbers of copies printed and returned."""
    return (
        VotingSheet.objects.filter(conversation=conversation)
        .annotate(
            copy_count=Count("copies", distinct=True),
            returned_count=Count("copies__seen__copy", distinct=True),
        )
        .order_by("-at")
    )


def find_sheet_copy(name: str, conversation: Conversation | None = None) -> SheetCopy | None:
    copies = SheetCopy.objects.filter(name=name).select_related("sheet__conversation", "participant")
    return (copies.filter(sheet__conversation=conversation) if conversation else copies).first()


def rows_of(sheet: VotingSheet, page: int | None = None) -> QuerySet[SheetRow]:
    rows = SheetRow.objects.filter(sheet=sheet).select_related("statement").order_by("page", "number")
    return rows if page is None else rows.filter(page=page)


@dataclass
class CopyAnswers:
    """The answers of one copy: the choice of each settled row, and the rows that wait for a person.

    ``differing`` are rows that two people typed differently, ``typed_once`` rows that one person has typed so far.
    """

    choices: dict[SheetRow, int | None] = field(default_factory=dict)
    unsure: list[SheetRow] = field(default_factory=list)
    differing: list[SheetRow] = field(default_factory=list)
    typed_once: list[SheetRow] = field(default_factory=list)

    @property
    def consent(self) -> bool | None:
        """Whether the tick for consent is there; None while that is not known."""
        return next((choice is not None for row, choice in self.choices.items() if row.is_consent), None)


def answers_of_copy(copy: SheetCopy) -> CopyAnswers:
    return answers_of_copies([copy])[copy]


def answers_of_copies(copies: list[SheetCopy]) -> dict[SheetCopy, CopyAnswers]:
    """Return the answers of each copy.

    What a person saw in the picture counts first, then what two people typed alike, then what was read for sure.
    """
    rows, entered = defaultdict(list), defaultdict(list)
    for row in SheetRow.objects.filter(sheet__in={copy.sheet_id for copy in copies}).order_by(
        "page", "number"
    ):
        rows[row.sheet_id].append(row)
    scanned = ScannedRow.objects.filter(copy__in=copies).defer("picture")
    scanned_by_row = {(scanned_row.copy_id, scanned_row.row_id): scanned_row for scanned_row in scanned}
    for entry in EnteredRow.objects.filter(copy__in=copies).order_by("id"):
        entered[entry.copy_id, entry.row_id].append(entry)
    known = {copy: CopyAnswers() for copy in copies}
    for copy, copy_answers in known.items():
        for row in rows[copy.sheet_id]:
            _settle_row(copy_answers, row, scanned_by_row.get((copy.pk, row.pk)), entered[copy.pk, row.pk])
    return known


def _settle_row(
    answers: CopyAnswers, row: SheetRow, scanned: ScannedRow | None, entered: list[EnteredRow]
) -> None:
    """Add a row to ``answers``: its choice if that is settled, else the list of rows on which it has to wait."""
    review = weigh_entries(
        entered,
        needed=2,
        person=lambda entry: (entry.by_id, entry.method),
        settles=lambda entry: entry.method == EntryMethod.PICTURE,
        alike=lambda entry, other: entry.choice == other.choice,
    )
    if review.settling:
        answers.choices[row] = review.settling.choice
    elif review.is_agreed:
        answers.choices[row] = review.independent[0].choice
    elif review.is_disputed:
        answers.differing.append(row)
    elif scanned and scanned.is_sure:
        answers.choices[row] = scanned.choice
    elif review.independent:
        answers.typed_once.append(row)
    elif scanned:
        answers.unsure.append(row)


def rows_to_review(conversation: Conversation) -> QuerySet[ScannedRow]:
    """Return the rows with a picture that nobody has reviewed yet, the oldest first."""
    waiting = ScannedRow.objects.filter(copy__sheet__conversation=conversation, picture__isnull=False)
    return waiting.select_related("row__statement", "copy__sheet").order_by("at", "id")


def row_to_review(conversation: Conversation, pk) -> ScannedRow | None:
    return rows_to_review(conversation).filter(pk=pk).first()


@dataclass(frozen=True)
class PaperTasks:
    """What waits for a person: the number of rows to review, copies typed once or twice but differently, and copies whose
    page with the tick for consent has not come back.
    """

    rows: int
    typed_once: list[SheetCopy]
    differing: list[SheetCopy]
    without_consent: list[SheetCopy]


def paper_to_do(conversation: Conversation) -> PaperTasks:
    typed = SheetCopy.objects.filter(sheet__conversation=conversation, entered__method=EntryMethod.TYPED)
    known = answers_of_copies(list(typed.distinct().order_by("name")))
    differing = [copy for copy, answers in known.items() if answers.differing]
    typed_once = [copy for copy, answers in known.items() if answers.typed_once and not answers.differing]
    return PaperTasks(
        rows_to_review(conversation).count(), typed_once, differing, _without_consent(conversation)
    )


def _without_consent(conversation: Conversation) -> list[SheetCopy]:
    consent_rows = ScannedRow.objects.filter(copy=OuterRef("pk"), row__is_consent=True)
    returned = SheetCopy.objects.filter(
        sheet__conversation=conversation, seen__isnull=False, entered__isnull=True
    )
    return list(returned.exclude(Exists(consent_rows)).distinct().order_by("name"))


def rows_waiting(partnership) -> dict[Conversation, int]:
    """Return how many rows wait for review in each conversation that has some."""
    waiting = ScannedRow.objects.filter(
        copy__sheet__conversation__partnership=partnership, picture__isnull=False
    )
    rows = waiting.values_list("copy__sheet__conversation").annotate(number=Count("pk"))
    counts = dict(rows)
    return {
        conversation: counts[conversation.pk]
        for conversation in Conversation.objects.filter(pk__in=counts).order_by("-began_at")
    }


def scans_of(conversation: Conversation) -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(purpose=PURPOSE, within=conversation.pk).order_by("-at")


def import_with_conversation(pk: str) -> tuple[ImportJob, Conversation]:
    """Return an import job of scans and the conversation they belong to."""
    import_job = ImportJob.objects.select_related("by").get(pk=pk)
    return import_job, Conversation.objects.select_related("partnership").get(pk=import_job.within)
