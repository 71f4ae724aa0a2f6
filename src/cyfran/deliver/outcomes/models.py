"""Measures of shared outcomes, observed over time and judged by both sides."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.define.insights.models import SharedOutcome
from cyfran.deliver.commitments.models import Commitment
from cyfran.ground.partnerships.models import SideRecord


class MeasureType(models.TextChoices):
    SHARE = "share", _("A proportion of people")
    MEDIAN = "median", _("A median")


class Outcome(UUIDModel):
    """A measure of a shared outcome: what is counted, out of whom, by which source, and which way is better."""

    shared_outcome = models.ForeignKey(SharedOutcome, on_delete=models.PROTECT, related_name="outcomes")
    commitments = models.ManyToManyField(Commitment, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=MeasureType)
    numerator = BilingualTextField(max_length=200)
    denominator = BilingualTextField(max_length=200)
    unit = BilingualTextField(max_length=40, optional=True)
    source = BilingualTextField(max_length=300)
    higher_is_better = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.numerator_en


class OutcomeGroup(UUIDModel):
    """A group of the people an outcome is about, with observations of its own."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="groups")
    name = BilingualTextField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "name_en"], name="outcomes_group_once")]

    def __str__(self) -> str:
        return self.name_en


class Observation(models.Model):
    """A count out of ``out_of`` people, or a median among them, on a day. Append-only."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="observations")
    group = models.ForeignKey(OutcomeGroup, on_delete=models.CASCADE, null=True, related_name="observations")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    out_of = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outcome", "group", "on"], name="outcomes_observed_once"),
            models.UniqueConstraint(
                fields=["outcome", "on"],
                condition=models.Q(group__isnull=True),
                name="outcomes_all_observed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(out_of__gte=1) & models.Q(value__gte=0),
                name="outcomes_observation_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}/{self.out_of}"

    @property
    def standing(self):
        """What holds the day and numbers that stand: the newest correction, or the observation itself."""
        return max(self.corrections.all(), key=lambda correction: correction.pk, default=self)

    @property
    def stands(self) -> bool:
        return not getattr(self.standing, "is_withdrawn", False)


class ObservationCorrection(models.Model):
    """What was right of an observation that was recorded wrongly, and why. Append-only; the newest counts.

    One that was never made ``is_withdrawn``, and its numbers count no more.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="corrections")
    on = models.DateField()
    is_withdrawn = models.BooleanField(default=False)
    value = models.DecimalField(max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    out_of = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(out_of__gte=1) & models.Q(value__gte=0),
                name="outcomes_correction_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}/{self.out_of}"


class Achievement(models.TextChoices):
    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")
    CANNOT_TELL = "cannot_tell", _("Cannot tell")


class OutcomeJudgement(SideRecord):
    """One side's judgement of an outcome. The newest of a side counts. Append-only."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="judgements")
    achievement = models.CharField(max_length=12, choices=Achievement)
    reason = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
