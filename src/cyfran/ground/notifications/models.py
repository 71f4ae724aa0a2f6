from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Participant
from cyfran.ground.places.models import Place


class DigestFrequency(models.TextChoices):
    DAILY = "daily", _("Every morning, if there is something for me to do")
    WEEKLY = "weekly", _("On Mondays, if there is something for me to do")
    OFF = "off", _("Never")


class DigestChoice(models.Model):
    """How often someone wants an e-mail with what is waiting for them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest_choice")
    frequency = models.CharField(max_length=8, choices=DigestFrequency)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.frequency


class Subscription(UUIDModel):
    """An address that wants an e-mail when something new follows: from a partnership, a place, a node, or somebody's words.

    With a node, ``partnership`` is the one it is in. ``told`` are the keys of what was known when they confirmed, and
    of what they were written about since.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, null=True, related_name="followers"
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="followers")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="subscriptions"
    )
    node_kind = models.CharField(max_length=40, blank=True)
    node_id = models.UUIDField(null=True)
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["email"], name="notifications_follower")]

    def __str__(self) -> str:
        return str(self.pk)
