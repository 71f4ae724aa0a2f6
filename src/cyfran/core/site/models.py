"""Who runs this site, and what they have done to set it up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import BilingualTextField


class SiteDetails(UUIDModel):
    """The name of the site, who answers for people's data, and whom to ask. The newest counts."""

    name = BilingualTextField(max_length=60)
    controller = BilingualTextField(max_length=160)
    contact = models.CharField(max_length=200)
    privacy_notice = BilingualTextField(long=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "site details"

    def __str__(self) -> str:
        return self.name_en


class SiteLogo(models.Model):
    """The logo of the site, as a small PNG; empty where it was removed. The newest counts."""

    picture = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{len(self.picture)} bytes"


class SetupStep(models.TextChoices):
    CONSENT_REVIEWED = "consent_reviewed", _("Consent text reviewed")
    EMAIL_ARRIVED = "email_arrived", _("E-mail arrived")


class SetupConfirmation(models.Model):
    """An operator's word that a step of setting up is done, where nothing else shows it."""

    step = models.CharField(max_length=20, choices=SetupStep)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.step


class RetentionPeriod(models.Model):
    """For how many months a kind of record is kept on this site, as an operator chose. The newest of a kind counts."""

    kind = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind}: {self.months}"


class SiteError(models.Model):
    """An unexpected error: the reference that the reader was shown, where it happened, and which it was. No personal data."""

    reference = models.CharField(max_length=8)
    place = models.CharField(max_length=100)
    error = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="site_error_at")]

    def __str__(self) -> str:
        return self.reference
