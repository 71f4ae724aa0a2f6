from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel


def upload_path(upload: "Upload", filename: str) -> str:
    """Return the storage path: the identifier alone, so that no name a stranger chose reaches the file system."""
    return f"uploads/{upload.pk}"


class Upload(UUIDModel):
    """An uploaded file, stored unchanged, so that what was imported from it can be checked."""

    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=upload_path, max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")

    def __str__(self) -> str:
        return self.name


class ImportJob(UUIDModel):
    """The import of one or more uploads; its state is the outcome of its newest report."""

    class ImportOutcome(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    uploads = models.ManyToManyField(Upload, related_name="import_jobs")
    purpose = models.CharField(max_length=40)
    within = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="import_jobs")

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d}"


class ImportReport(models.Model):
    """One step of an import job: the outcome so far, with problem codes and numbers."""

    import_job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="reports")
    outcome = models.CharField(max_length=10, choices=ImportJob.ImportOutcome)
    report = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outcome
