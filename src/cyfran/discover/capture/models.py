"""Phones connected as offline notebooks, and the keys of the entries they have sent."""

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel


class NotebookDevice(UUIDModel):
    """A phone someone connected. Its token, stored as a digest, can send entries and nothing else."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="phones")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class ReceivedEntry(models.Model):
    """The key of an entry that has arrived, so that it is not saved again, even if it was deleted since."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.key)
