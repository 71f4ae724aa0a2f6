from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.language import LANGUAGE_CHOICES


class TextCheck(models.Model):
    """Someone's check of a text in one language. It is valid for exactly this text: any change makes it lapse."""

    class Status(models.TextChoices):
        MACHINE = "machine"
        CHECKED = "checked"

    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    text_sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="text_checks")

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="wording_of_subject")]

    def __str__(self) -> str:
        return f"{self.field} ({self.language}): {self.status}"
