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
    """Someone who takes part, without a name: what they said and chose hangs here, and who they are does not."""

    joined_at = models.DateTimeField()
    route = models.CharField(max_length=10, choices=Route)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    code_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - many have none

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """The one place that says which participant is which person: only if they asked to keep it with an account."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="identity")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    linked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.participant_id}"


class Contact(models.Model):
    """How to write to a participant who asked for it, and until when we may. Kept with nothing else."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField()
    until = models.DateField()

    def __str__(self) -> str:
        return str(self.until)


class ConsentText(models.Model):
    """What people are told and asked before they take part. A version is never changed; a new one is added."""

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
    """One permission, given or not, or taken back. Only ever added to; the newest row for a purpose counts."""

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
    """One thing someone chose to tell about themselves, as it was when they took part.

    Kept apart: ``key`` is made from the participant with a secret of this site, so that these rows alone, or a copy
    of the whole database, do not say whose they are.
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
