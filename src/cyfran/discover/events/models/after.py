"""Afterwards: reflections, pulse counts, promises made in the room, claims and payments."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.events.models.planning import Event
from cyfran.ground.partnerships.models import Partnership, Side


class Reflection(models.Model):
    """What a facilitator makes of it: for themselves, or shared with the partnership."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reflections")
    text = models.TextField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    shared = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class PulseCount(models.Model):
    """How many people gave one answer, from 1 to 5, to one question about the event. Nobody's answer is kept."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pulse")
    question = models.CharField(max_length=20)
    answer = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "question", "answer"], name="events_pulse_counted_once"),
            models.CheckConstraint(
                condition=models.Q(answer__gte=1, answer__lte=5), name="events_pulse_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.answer}: {self.number}"


class SpokenPromise(UUIDModel):
    """Somebody promised something in the room. It stays a draft until someone owns it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="promises_made")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="promises_made")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    side = models.CharField(max_length=12, choices=Side)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text[:60]


class Claim(UUIDModel):
    """What someone is owed for coming, under a reference; who it is stays with whoever pays."""

    class What(models.TextChoices):
        TIME = "time", _("Payment for time")
        TRAVEL = "travel", _("Travel")
        CARE = "care", _("Childcare or replacement care")
        OTHER = "other", _("Something else")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="claims")
    reference = models.CharField(max_length=20)
    what = models.CharField(max_length=8, choices=What)
    amount = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    claimed_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="events_claim_of_something")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"


class Payment(models.Model):
    """A claim was paid, on which day."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="payment")
    paid_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.paid_on)
