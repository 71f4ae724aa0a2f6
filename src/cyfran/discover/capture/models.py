"""A phone that writes things down where there is no signal, and what it has sent."""

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel


class NotebookDevice(UUIDModel):
    """Someone connected a phone of theirs. Its token, of which a digest is kept, can send what was said, and nothing else."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="phones")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class ReceivedEntry(models.Model):
    """Something a phone wrote down has arrived. Sent again, it is known by its key, even if it was taken out since."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.key)
