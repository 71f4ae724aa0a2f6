from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User


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
