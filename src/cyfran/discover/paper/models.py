"""Voting on paper: sheets that were printed, what was seen on them when they came back, and what a person made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.discover.conversations.models import Conversation, Statement
from cyfran.ground.people.models import ConsentText, Participant


class VotingSheet(UUIDModel):
    """Statements as they were put on paper, once, for some people. ``consent_text`` is what those people were told."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="sheets")
    consent_text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    large_print = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.at:%Y-%m-%d}"


class SheetRow(models.Model):
    """A row of boxes on a page, as high as it was printed (mm). The first of the first page asks for consent.

    A statement that was taken back since leaves its row behind, so that the others stay where they are.
    """

    sheet = models.ForeignKey(VotingSheet, on_delete=models.CASCADE, related_name="rows")
    page = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    height = models.FloatField()
    is_consent = models.BooleanField(default=False)
    statement = models.ForeignKey(Statement, on_delete=models.SET_NULL, null=True, related_name="sheet_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "page", "number"], name="paper_row_of_a_page"),
            models.CheckConstraint(
                condition=models.Q(is_consent=False) | models.Q(statement__isnull=True),
                name="paper_consent_is_no_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}.{self.number}"


class SheetCopy(UUIDModel):
    """One person's sheet. Its codes say ``name``; whose it is, nobody knows but who holds the code that came with it."""

    sheet = models.ForeignKey(VotingSheet, on_delete=models.CASCADE, related_name="copies")
    name = models.CharField(max_length=8, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sheets")

    def __str__(self) -> str:
        return self.name


class ScannedRow(models.Model):
    """What the site saw in a row. Where it was not sure, ``picture`` is kept for a person, until they have looked."""

    copy = models.ForeignKey(SheetCopy, on_delete=models.CASCADE, related_name="seen")
    row = models.ForeignKey(SheetRow, on_delete=models.CASCADE, related_name="+")
    choice = models.PositiveSmallIntegerField(null=True)
    is_sure = models.BooleanField()
    picture = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "row"], name="paper_row_scanned_once")]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.row_id}"


class EntryMethod(models.TextChoices):
    PICTURE = "picture", _("Beside its picture")
    TYPED = "typed", _("Typed from the paper")


class EnteredRow(models.Model):
    """What a person says is marked in a row. Typed from the paper, it counts once two people typed the same."""

    copy = models.ForeignKey(SheetCopy, on_delete=models.CASCADE, related_name="entered")
    row = models.ForeignKey(SheetRow, on_delete=models.CASCADE, related_name="+")
    choice = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=10, choices=EntryMethod)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.copy_id} {self.row_id}"
