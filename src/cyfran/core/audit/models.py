from django.db import models

from cyfran.core.accounts.models import User


class AuditEvent(models.Model):
    """Who did what, when, to which object. Append-only: the database refuses updates and deletions.

    The object is named by model and identifier, not by a foreign key, because this app must not import the chapters
    that use it. ``detail`` holds codes and numbers, never names, addresses or anyone's words.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="audit_events")
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    within = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_of_subject"),
            models.Index(fields=["within", "at"], name="audit_within"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
