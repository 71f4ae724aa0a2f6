from django.db import models


class OutgoingEmail(models.Model):
    """An e-mail that waits to be sent, was sent, or could not be. ``key`` says what it is about, so that it is written once.

    The address and the text are removed as soon as it is sent.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    recipient = models.UUIDField(db_index=True)  # a user or a participant: two people may share an address
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="emails_next_attempt"),
            models.Index(fields=["written_at"], name="emails_written_at"),
        ]

    def __str__(self) -> str:
        return self.key
