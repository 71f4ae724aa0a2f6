"""Voting on paper: printed sheets and copies, rows as scanned, and rows as entered by a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.discover.conversations.models import Conversation, Statement
from cyfran.ground.people.models import ConsentText, Participant


class VotingSheet(UUIDModel):
    """One printing of statements for some people. ``consent_text`` is the wording on the paper."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="sheets")
    consent_text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    large_print = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.at:%Y-%m-%d}"


class SheetRow(models.Model):
    """A row of boxes on a page, with its printed height in mm. The first row of the first page asks for consent.

    The row of a deleted statement stays, so that the places of the others remain right.
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
    """One person's sheet. Its printed codes contain ``name``; only the holder of the personal code knows whose it is."""

    sheet = models.ForeignKey(VotingSheet, on_delete=models.CASCADE, related_name="copies")
    name = models.CharField(max_length=8, unique=True)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sheets")

    def __str__(self) -> str:
        return self.name


class ScannedRow(models.Model):
    """A row as read by the program. Where it was not sure, ``picture`` is stored until a person has reviewed it."""

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
    PICTURE = "picture", _("From the scanned image")
    TYPED = "typed", _("Typed in from the paper")


class EnteredRow(models.Model):
    """A row as entered by a person. Typed from the paper, it counts once two people have typed the same."""

    copy = models.ForeignKey(SheetCopy, on_delete=models.CASCADE, related_name="entered")
    row = models.ForeignKey(SheetRow, on_delete=models.CASCADE, related_name="+")
    choice = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=10, choices=EntryMethod)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.copy_id} {self.row_id}"
