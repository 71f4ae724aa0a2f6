"""Reading records one by one: who reads, what they say, in which order, and when it was enough."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core import database
from cyfran.core.accounts.models import User
from cyfran.discover.evidence.models.reviews import Review
from cyfran.discover.evidence.models.searches import Record


class ScreeningVerdict(models.TextChoices):
    INCLUDE = "include", _("Include")
    EXCLUDE = "exclude", _("Leave out")
    UNSURE = "unsure", _("Not sure")


class ExclusionReason(models.TextChoices):
    """Why a record is left out: what of the question it does not meet."""

    POPULATION = "population", _("Other people")
    INTERVENTION = "intervention", _("Something else was done")
    OUTCOME = "outcome", _("Other outcomes")
    DESIGN = "design", _("Another kind of study, or none")
    SETTING = "setting", _("Another kind of place")
    DATE = "date", _("Outside the dates")
    LANGUAGE = "language", _("In a language nobody here reads")
    OTHER = "other", _("Another reason")


class ScreeningPlan(models.Model):
    """How many people read each record. The newest counts."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="plans")
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(people__in=[1, 2]), name="evidence_one_or_two_read")
        ]

    def __str__(self) -> str:
        return str(self.people)


class ScreeningVote(database.UUIDModel):
    """What one person said of a record. Their newest counts; ``arbiter`` settles a disagreement."""

    verdict = models.CharField(max_length=10, choices=ScreeningVerdict)
    reason = models.CharField(max_length=15, choices=ExclusionReason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    arbiter = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AbstractVote(ScreeningVote):
    """By its title and abstract."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="abstract_votes")

    class Meta:
        indexes = [models.Index(fields=["record", "by"], name="evidence_abstract_vote_of")]

    def __str__(self) -> str:
        return f"{self.record} {self.verdict}"


class PriorityOrder(database.UUIDModel):
    """What the model would have read next, after so many decisions, and which words moved each record there."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="priority_orders")
    decided = models.PositiveIntegerField()
    relevant = models.PositiveIntegerField()
    following = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.review} {self.decided}"


class ControlSample(database.UUIDModel):
    """Unread records drawn at random, to be read whatever the model says of them."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="samples")
    records = models.ManyToManyField(Record, related_name="samples")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} {self.at:%Y-%m-%d}"


class ScreeningStop(database.UUIDModel):
    """A person said that enough was read, or that reading goes on, knowing these figures. The newest counts."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="stops")
    stopped = models.BooleanField()
    figures = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.review} {self.stopped}"
