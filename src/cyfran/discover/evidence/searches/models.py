"""Searches, the records they brought, and which of these are duplicates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.core.files.models import ImportJob
from cyfran.discover.evidence.reviews.models import Review


class SearchMethod(models.TextChoices):
    DATABASE = "database", _("A database or register")
    OTHER = "other", _("Another source: a website, an organisation or the references of a study")


class Search(database.UUIDModel):
    """One search of one source on one day, with its file of references."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="searches")
    source = models.CharField(max_length=200)
    method = models.CharField(max_length=10, choices=SearchMethod)
    searched_on = models.DateField()
    query = models.TextField(blank=True)
    hits = models.PositiveIntegerField(null=True)
    import_job = models.ForeignKey(ImportJob, on_delete=models.PROTECT, related_name="searches")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return self.source


class SearchWithdrawal(models.Model):
    """The records of a search were deleted. The search itself stays on record."""

    search = models.OneToOneField(Search, on_delete=models.CASCADE, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.search)


class Record(database.UUIDModel):
    """A record that a search brought, as its file has it.

    ``number`` counts the records of a review; ``random_order`` is drawn once and kept. ``duplicate_of`` follows from the
    pairs and the decisions on them (``merge_duplicates``); it is worked out again whenever these change.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="records")
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField()
    random_order = models.PositiveBigIntegerField()
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    volume = models.CharField(max_length=40, blank=True)
    issue = models.CharField(max_length=40, blank=True)
    pages = models.CharField(max_length=60, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    abstract = models.TextField(blank=True)
    keywords = models.CharField(max_length=1000, blank=True)
    identifier = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=500, blank=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="duplicates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="searches_record_number_once")
        ]
        indexes = [
            models.Index(fields=["review", "duplicate_of", "random_order"], name="searches_record_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class DuplicatePair(database.UUIDModel):
    """Two records that may be duplicates; ``certain`` pairs are merged without asking."""

    first = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    certain = models.BooleanField()
    differ = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="searches_pair_once")]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}"


class DuplicateDecision(models.Model):
    """A person's decision whether two records are the same. The newest counts."""

    pair = models.ForeignKey(DuplicatePair, on_delete=models.CASCADE, related_name="decisions")
    same = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.pair} {self.same}"
