"""The event as planned, its state, its agenda, and access needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES, BilingualTextField
from cyfran.discover.conversations.models import Conversation
from cyfran.ground.partnerships.models import Organisation, Partnership, PowerTopic
from cyfran.ground.places.models import Place


class EventType(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    DROP_IN = "drop_in", _("Drop-in")
    TALKS = "talks", _("Phone or doorstep talks")
    ONLINE = "online", _("Online meeting")


class Event(UUIDModel):
    """A meeting, or visits to people one by one. Both sides record who decides under its power ``topic``."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventType)
    name = BilingualTextField(max_length=120)
    purpose = BilingualTextField(max_length=300)
    what_can_change = BilingualTextField(long=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="events")
    venue = BilingualTextField(max_length=200)
    getting_there = BilingualTextField(long=True, optional=True)
    support_offered = BilingualTextField(long=True, optional=True)
    main_language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    capacity = models.PositiveIntegerField(null=True)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="events")
    safeguarding_lead = models.CharField(max_length=120)
    safeguarding_contact = models.CharField(max_length=120)
    invited_by = BilingualTextField(long=True, optional=True)
    topic = models.OneToOneField(PowerTopic, on_delete=models.PROTECT, related_name="event")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="events_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name_en


class EventStage(models.TextChoices):
    PLANNED = "planned", _("Being planned")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class EventState(models.Model):
    """The stage of an event. The newest row counts."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=EventStage)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.state


class Exercise(models.TextChoices):
    WELCOME = "welcome", _("Welcome and what can change")
    ROUND = "round", _("Round: everyone speaks once")
    TABLES = "tables", _("Tables with a question")
    CARDS = "cards", _("Cards on a wall")
    MAP = "map", _("Map of the area")
    JOURNEY = "journey", _("A journey, step by step")
    DOTS = "dots", _("Dots: what matters most")
    READ_BACK = "read_back", _("Reading back what was heard")
    BREAK = "break", _("Break")
    CLOSE = "close", _("What happens next")


class AgendaItem(UUIDModel):
    """One part of an event. If it asks a question, the contributions to it belong to ``conversation``.

    A question asked at several events is one conversation.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=10, choices=Exercise)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, null=True, related_name="agenda_items"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="events_agenda_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.exercise}"


class Need(models.TextChoices):
    STEP_FREE = "step_free", _("Step-free entrance and toilet")
    LOOP = "loop", _("Hearing loop")
    BSL = "bsl", _("BSL interpreter")
    WELSH = "welsh", _("Welsh to English translation")
    INTERPRETER = "interpreter", _("Interpreter for another language")
    LARGE_PRINT = "large_print", _("Large print")
    EASY_READ = "easy_read", _("Easy Read")
    CHILDCARE = "childcare", _("Childcare")
    CARE = "care", _("Someone to take over caring")
    TRANSPORT = "transport", _("Transport")
    REMOTE = "remote", _("Joining by phone or online")
    FOOD = "food", _("Food")
    OTHER = "other", _("Something else")


class AccessStatus(models.TextChoices):
    ASKED = "asked", _("Requested")
    BOOKED = "booked", _("Booked")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_POSSIBLE = "not_possible", _("Not possible")


class AccessNeed(UUIDModel):
    """What someone needs to be able to take part, and its status. Who needs it is not stored."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="needs")
    need = models.CharField(max_length=12, choices=Need)
    detail = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=AccessStatus)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.need
