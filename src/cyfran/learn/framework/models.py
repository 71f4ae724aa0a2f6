"""Assessments of a partnership by the framework: two panels score it separately, and the gap is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.ground.partnerships.models import Partnership, Side, SideRecord

LEVELS = (0, 1, 2, 3, 4)
ROUNDS = (1, 2)


class Assessment(UUIDModel):
    """A scoring of the framework by both panels, with the version of the framework that it uses."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="assessments")
    framework_version = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class AssessmentStage(models.TextChoices):
    SCORING = "scoring", _("First scoring round: everyone scores on their own")
    SHOWN = "shown", _("Both panels see the scores and discuss them")
    AGAIN = "again", _("Second scoring round: everyone can score once more")
    CLOSED = "closed", _("Closed")


class AssessmentStep(models.Model):
    """A step of an assessment; the newest counts. Nobody sees scores of others before the first scoring is closed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=10, choices=AssessmentStage)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.step


class Assessor(UUIDModel):
    """A person on one of the two panels: a member who signs in, or someone who scores on paper, known by a number."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assessors")
    side = models.CharField(max_length=12, choices=Side)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user"], name="framework_one_assessor_each"),
            models.UniqueConstraint(
                fields=["assessment", "side", "number"], name="framework_assessor_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.number}"


class Score(models.Model):
    """An assessor's level for a criterion, or that they do not know, or that it does not apply here. Append-only."""

    class Answer(models.TextChoices):
        LEVEL = "level"
        DONT_KNOW = "dont_know", _("I do not know")
        NOT_HERE = "not_here", _("Does not apply here")

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=12)
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer)
    level = models.PositiveSmallIntegerField(null=True)
    why = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "criterion", "round"], name="framework_scored_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="level", level__lte=4)
                | (~models.Q(answer="level") & models.Q(level=None)),
                name="framework_level_on_the_scale",
            ),
            models.CheckConstraint(condition=models.Q(round__in=[1, 2]), name="framework_two_rounds"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class AgreedLevel(UUIDModel):
    """A level proposed beside the values of the two panels; it is valid if both sides accept it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="agreed_levels")
    criterion = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__lte=4), name="framework_agreed_on_the_scale")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class LevelAgreement(SideRecord):
    agreed_level = models.ForeignKey(AgreedLevel, on_delete=models.CASCADE, related_name="agreements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreed_level", "side"], name="framework_level_agreed_once")
        ]
