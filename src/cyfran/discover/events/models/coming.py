"""Reserved places, sign-ups, letters and attendance."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.discover.events.models.planning import Event
from cyfran.ground.partnerships.models import PriorityGroup
from cyfran.ground.people.models import Participant


class ReservedPlaces(models.Model):
    """A number of places reserved for people of a priority group."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reserved_places")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, related_name="reserved_places")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "group"], name="events_reserved_once_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class SignUp(UUIDModel):
    """Someone wants to come. ``group`` is the priority group they named, if any; their contact is stored apart."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sign_ups")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sign_ups")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "participant"], name="events_signed_up_once")]

    def __str__(self) -> str:
        return str(self.pk)


class SignUpStatus(models.TextChoices):
    COMING = "coming", _("Coming")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Not coming")


class SignUpState(models.Model):
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=SignUpStatus)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.state


class SignUpEmail(models.Model):
    """A letter that was sent to someone, so that each is sent once."""

    class About(models.TextChoices):
        PLACE = "place"
        REMINDER = "reminder"
        CANCELLED = "cancelled"

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(max_length=10, choices=About)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_up", "about"], name="events_sign_up_email_once")]

    def __str__(self) -> str:
        return self.about


class Attendance(models.Model):
    """Someone attended, identified by a code or not at all; at which table, and whether they left early."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    table = models.PositiveSmallIntegerField(null=True)
    left_early = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "participant"], name="events_there_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.participant_id}"
