"""Reading sheets: where their rows stand, and what is known of each row by now."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from cyfran.core.files.models import ImportJob
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.paper.models import EnteredRow, EntryMethod, ScannedRow, SheetCopy, SheetRow, VotingSheet

PURPOSE = "sheets"


def sheets_of(conversation: Conversation) -> QuerySet[VotingSheet]:
    """What was printed, the newest first, with how many copies, and how many of them came back."""
    return (
        VotingSheet.objects.filter(conversation=conversation)
        .annotate(
            number_printed=Count("copies", distinct=True),
            number_back=Count("copies__seen__copy", distinct=True),
        )
        .order_by("-at")
    )


def find_sheet_copy(name: str, conversation: Conversation | None = None) -> SheetCopy | None:
    named = SheetCopy.objects.filter(name=name).select_related("sheet__conversation", "participant")
    return (named.filter(sheet__conversation=conversation) if conversation else named).first()


def rows_of(sheet: VotingSheet, page: int | None = None) -> QuerySet[SheetRow]:
    rows = SheetRow.objects.filter(sheet=sheet).select_related("statement").order_by("page", "number")
    return rows if page is None else rows.filter(page=page)


@dataclass
class Known:
    """What is known of one sheet: the choice of each settled row, and the rows that wait for someone.

    ``differ`` are rows that two people typed differently, ``once`` rows that one person has typed so far.
    """

    choices: dict[SheetRow, int | None] = field(default_factory=dict)
    unsure: list[SheetRow] = field(default_factory=list)
    differ: list[SheetRow] = field(default_factory=list)
    once: list[SheetRow] = field(default_factory=list)

    @property
    def consent(self) -> bool | None:
        """Whether the tick for consent is there; nothing while that is not known."""
        return next((c is not None for row, c in self.choices.items() if row.is_consent), None)


def answers_of_copy(copy: SheetCopy) -> Known:
    return answers_of_copies([copy])[copy]


def answers_of_copies(copies: list[SheetCopy]) -> dict[SheetCopy, Known]:
    """A person beside the picture counts first, then two who typed the same, then what was seen for sure."""
    rows, entered = defaultdict(list), defaultdict(list)
    for row in SheetRow.objects.filter(sheet__in={copy.sheet_id for copy in copies}).order_by(
        "page", "number"
    ):
        rows[row.sheet_id].append(row)
    found = ScannedRow.objects.filter(copy__in=copies).defer("picture")
    seen = {(one.copy_id, one.row_id): one for one in found}
    for one in EnteredRow.objects.filter(copy__in=copies).order_by("id"):
        entered[one.copy_id, one.row_id].append(one)
    known = {copy: Known() for copy in copies}
    for copy, of_copy in known.items():
        for row in rows[copy.sheet_id]:
            _weigh(of_copy, row, seen.get((copy.pk, row.pk)), entered[copy.pk, row.pk])
    return known


def _weigh(known: Known, row: SheetRow, seen: ScannedRow | None, entered: list[EnteredRow]) -> None:
    looked = [one for one in entered if one.method == EntryMethod.PICTURE]
    typed = {
        one.by_id: one.choice for one in entered if one.method == EntryMethod.TYPED
    }  # each person's last
    if looked:
        known.choices[row] = looked[-1].choice
    elif len(typed) > 1 and len(set(typed.values())) == 1:
        known.choices[row] = next(iter(typed.values()))
    elif len(typed) > 1:
        known.differ.append(row)
    elif seen and seen.is_sure:
        known.choices[row] = seen.choice
    elif typed:
        known.once.append(row)
    elif seen:
        known.unsure.append(row)


def rows_to_look_at(conversation: Conversation) -> QuerySet[ScannedRow]:
    """Rows with a picture that nobody has looked at yet, the oldest first."""
    waiting = ScannedRow.objects.filter(copy__sheet__conversation=conversation, picture__isnull=False)
    return waiting.select_related("row__statement", "copy__sheet").order_by("at", "id")


def row_to_look_at(conversation: Conversation, pk) -> ScannedRow | None:
    return rows_to_look_at(conversation).filter(pk=pk).first()


@dataclass(frozen=True)
class ToDo:
    """Sheets that wait for someone: rows to look at, copies that were typed once, or twice but not the same, and copies
    whose page with the tick for consent has not come back.
    """

    rows: int
    typed_once: list[SheetCopy]
    differing: list[SheetCopy]
    without_consent: list[SheetCopy]


def paper_to_do(conversation: Conversation) -> ToDo:
    typed = SheetCopy.objects.filter(sheet__conversation=conversation, entered__method=EntryMethod.TYPED)
    known = answers_of_copies(list(typed.distinct().order_by("name")))
    differing = [copy for copy, found in known.items() if found.differ]
    once = [copy for copy, found in known.items() if found.once and not found.differ]
    return ToDo(rows_to_look_at(conversation).count(), once, differing, _without_consent(conversation))


def _without_consent(conversation: Conversation) -> list[SheetCopy]:
    asked = ScannedRow.objects.filter(copy=OuterRef("pk"), row__is_consent=True)
    back = SheetCopy.objects.filter(
        sheet__conversation=conversation, seen__isnull=False, entered__isnull=True
    )
    return list(back.exclude(Exists(asked)).distinct().order_by("name"))


def rows_waiting(partnership) -> dict[Conversation, int]:
    """How many rows wait for a person, in each conversation that has some."""
    waiting = ScannedRow.objects.filter(
        copy__sheet__conversation__partnership=partnership, picture__isnull=False
    )
    numbers = waiting.values_list("copy__sheet__conversation").annotate(number=Count("pk"))
    found = dict(numbers)
    return {c: found[c.pk] for c in Conversation.objects.filter(pk__in=found).order_by("-began_at")}


def scans_of(conversation: Conversation) -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(purpose=PURPOSE, within=conversation.pk).order_by("-at")


def import_with_conversation(pk: str) -> tuple[ImportJob, Conversation]:
    """A reading of scans, and the conversation they belong to."""
    import_job = ImportJob.objects.select_related("by").get(pk=pk)
    return import_job, Conversation.objects.select_related("partnership").get(pk=import_job.within)
