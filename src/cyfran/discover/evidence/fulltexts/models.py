"""Full texts of included records: their retrieval, their pages and passages, and votes on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.core.files.models import Upload
from cyfran.discover.evidence.screening.models import ScreeningVote
from cyfran.discover.evidence.searches.models import Record


class RetrievalState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    AVAILABLE = "available", _("Available")
    NOT_AVAILABLE = "not_available", _("Not available")


class Retrieval(models.Model):
    """The state of the retrieval of a full text. The newest counts."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="retrievals")
    state = models.CharField(max_length=15, choices=RetrievalState)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.record} {self.state}"


class FullText(database.UUIDModel):
    """The file of a full text with the text of each page. The newest of a record counts."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="full_texts")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="full_text")
    pages = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.record)


class PassageQuerySet(models.QuerySet):
    def kept(self):
        """Return the passages that were not taken back: only these are offered as sources, and passed on."""
        return self.filter(withdrawal__isnull=True)


class Passage(database.UUIDModel):
    """Words copied from a page, as the source of an answer, an effect or a finding."""

    full_text = models.ForeignKey(FullText, on_delete=models.PROTECT, related_name="passages")
    page = models.PositiveIntegerField()
    text = models.CharField(max_length=2000)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PassageQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.page}: {self.text[:60]}"


class PassageWithdrawal(models.Model):
    """A passage was kept by mistake and is not offered as a source any more."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.passage_id)


class FullTextVote(ScreeningVote):
    """A vote on a record by its full text."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="full_text_votes")

    class Meta:
        indexes = [models.Index(fields=["record", "by"], name="fulltexts_full_text_vote_of")]

    def __str__(self) -> str:
        return f"{self.record} {self.verdict}"
