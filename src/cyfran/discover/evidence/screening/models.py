"""Screening: plans, votes by title and abstract, priority orders, control samples and stops."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.searches.models import Record


class ScreeningVerdict(models.TextChoices):
    INCLUDE = "include", _("Include")
    EXCLUDE = "exclude", _("Exclude")
    UNSURE = "unsure", _("Not sure")


class ExclusionReason(models.TextChoices):
    """Why a record is excluded: the criterion it does not meet."""

    POPULATION = "population", _("Different population")
    INTERVENTION = "intervention", _("Different intervention")
    OUTCOME = "outcome", _("Different outcomes")
    DESIGN = "design", _("Different study design, or not a study")
    SETTING = "setting", _("Different setting")
    DATE = "date", _("Outside the dates")
    LANGUAGE = "language", _("In a language the reviewers do not read")
    OTHER = "other", _("Another reason")


class ScreeningPlan(models.Model):
    """How many reviewers screen each record. The newest counts."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="plans")
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(people__in=[1, 2]), name="screening_one_or_two_read")
        ]

    def __str__(self) -> str:
        return str(self.people)


class ScreeningVote(database.UUIDModel):
    """One reviewer's vote on a record. Their newest counts; that of an ``arbiter`` settles a disagreement."""

    verdict = models.CharField(max_length=10, choices=ScreeningVerdict)
    reason = models.CharField(max_length=15, choices=ExclusionReason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    arbiter = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AbstractVote(ScreeningVote):
    """A vote on a record by its title and abstract."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="abstract_votes")

    class Meta:
        indexes = [models.Index(fields=["record", "by"], name="screening_abstract_vote_of")]

    def __str__(self) -> str:
        return f"{self.record} {self.verdict}"


class PriorityOrder(database.UUIDModel):
    """The records a model would screen next, after so many decisions, and the words that moved each there."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="priority_orders")
    decided = models.PositiveIntegerField()
    relevant = models.PositiveIntegerField()
    following = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.review} {self.decided}"


class ControlSample(database.UUIDModel):
    """Unscreened records drawn at random, to be screened whatever the priority order."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="samples")
    records = models.ManyToManyField(Record, related_name="samples")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} {self.at:%Y-%m-%d}"


class ScreeningStop(database.UUIDModel):
    """A person's decision to stop or resume screening, with the figures it rests on. The newest counts."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="stops")
    stopped = models.BooleanField()
    figures = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} {self.stopped}"
