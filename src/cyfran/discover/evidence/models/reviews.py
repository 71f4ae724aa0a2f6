"""What is known: a review asks a question, studies answer it, findings say in plain words what they add up to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import Record
from cyfran.core.files.models import Upload
from cyfran.core.language import BilingualText
from cyfran.ground.partnerships.models import Partnership


class Review(Record):
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    question = BilingualText(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.question_en


class Study(Record):
    """A published work, as its reference gives it, in its own language."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="studies")
    title = models.CharField(max_length=500)
    authors = models.CharField(max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="studies")
    record = models.OneToOneField(
        "evidence.Record", on_delete=models.PROTECT, null=True, related_name="study"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "title", "year"], name="evidence_study_once"),
            models.UniqueConstraint(
                fields=["review", "title"],
                condition=models.Q(year__isnull=True),
                name="evidence_study_without_year_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Certainty(models.TextChoices):
    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")


class Finding(Record):
    """What the studies add up to, in plain words, and how sure that is."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    text = BilingualText(long=True)
    certainty = models.CharField(max_length=10, choices=Certainty)
    studies = models.ManyToManyField(Study, related_name="findings")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text_en[:60]
