"""Who comes: places kept for those whose voices matter most, people who sign up, people who are there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.discover.gatherings.models.plan import Gathering
from cyfran.ground.partnerships.models import PriorityGroup
from cyfran.ground.people.models import Participant


class KeptPlaces(models.Model):
    """So many places are kept for people of a priority group."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="kept_places")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, related_name="kept_places")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "group"], name="gatherings_kept_once_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SignUp(UUIDModel):
    """Someone wants to come. ``group`` says for which kept place, if they told us; how to write to them is kept apart."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sign_ups")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sign_ups")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "participant"], name="gatherings_signed_up_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SignUpStep(models.TextChoices):
    COMING = "coming", _("Coming")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Not coming")


class SignUpState(models.Model):
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=SignUpStep)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.state


class Letter(models.Model):
    """A reminder went out to someone, so that it goes out once."""

    class About(models.TextChoices):
        PLACE = "place"
        REMINDER = "reminder"
        CANCELLED = "cancelled"

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(max_length=10, choices=About)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_up", "about"], name="gatherings_letter_once")]

    def __str__(self) -> str:
        return self.about


class Attendance(models.Model):
    """Someone was there, known by a code or by nothing at all; at which table, and whether they left early."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    table = models.PositiveSmallIntegerField(null=True)
    left_early = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "participant"], name="gatherings_there_once")
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.participant_id}"
