"""Contributions, observed moments, and photographs of table sheets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel, uuid7
from cyfran.core.files.models import Upload
from cyfran.discover.conversations.models import Statement
from cyfran.discover.events.models.planning import AgendaItem, Event


class Contribution(models.Model):
    """Something said at an event. The words themselves are a statement, like any other.

    ``key`` is made by the device that sends it: what is sent twice is saved once. ``heard_at`` is when it was written down,
    if that was before it arrived.
    """

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="contribution")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contributions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="contributions")
    table = models.PositiveSmallIntegerField(null=True)
    verbatim = models.BooleanField()
    dots = models.PositiveIntegerField(default=0)
    key = models.UUIDField(unique=True, default=uuid7)
    heard_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.statement_id}"


class MomentType(models.TextChoices):
    OFF_RECORD = "off_record", _("Something was said off the record")
    DISAGREEMENT = "disagreement", _("People disagreed")
    SILENCE = "silence", _("Silence")


class ObservedMoment(models.Model):
    """Something that happened and is not put into words, such as silence."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="marks")
    table = models.PositiveSmallIntegerField(null=True)
    moment = models.CharField(max_length=12, choices=MomentType)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.moment


class SheetPhoto(UUIDModel):
    """A photograph of a table's sheet, for whoever transcribes it; deleted after some time."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    table = models.PositiveSmallIntegerField(null=True)
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.event_id} {self.table}"
