from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField


class Route(models.TextChoices):
    LINK = "link", _("Link")
    QR = "qr", _("QR code")
    PAPER = "paper", _("Paper code")
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    IMPORT = "import", _("Imported")


class Participant(UUIDModel):
    """Someone who takes part, without a name: their contributions refer to this row; who they are is kept elsewhere."""

    joined_at = models.DateTimeField()
    route = models.CharField(max_length=10, choices=Route)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    code_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - many have none

    def __str__(self) -> str:
        return str(self.pk)


class JoinCode(models.Model):
    """A short code that leads to one thing people take part in. The one list of all of them, so that none is given twice."""

    code = models.CharField(primary_key=True, max_length=8)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class FailedAttempt(models.Model):
    """A typed code that led nowhere, by a digest of where it came from. Kept for minutes, to stop guessing."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest", "at"], name="people_attempts_from")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Identity(models.Model):
    """The account of a participant, if they asked to link it. Nothing else says which person a participant is."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="identity")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    linked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.participant_id}"


class Contact(models.Model):
    """The e-mail address of a participant who asked to be written to, and the last day it may be kept."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField()
    until = models.DateField()

    def __str__(self) -> str:
        return str(self.until)


class ConsentText(models.Model):
    """The wording people are shown before they consent. A version is never changed; a new one is added."""

    version = models.PositiveIntegerField(unique=True)
    wording = BilingualTextField(long=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"version {self.version}"


class ConsentPurpose(models.TextChoices):
    RECORD = "record", _("Keep what I say and how I vote, without my name")
    QUOTE = "quote", _("Quote me word for word, without my name")
    REUSE = "reuse", _("Use what I say for learning in other places")


class Consent(models.Model):
    """A consent given, refused or withdrawn. Append-only; the newest row for a purpose counts."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=ConsentPurpose)
    given = models.BooleanField()
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    how = models.CharField(max_length=10, choices=Route)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose}: {self.given}"


class Circumstance(models.Model):
    """One fact someone chose to tell about themselves, as it was when they took part.

    ``key`` is an HMAC of the participant's key with the site's secret, so that a copy of the database does not say
    whose rows these are.
    """

    key = models.CharField(max_length=64, db_index=True)
    dimension = models.CharField(max_length=40)
    category = models.CharField(max_length=80)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "dimension"], name="people_circumstance_frozen")
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.category}"
