"""Models of a live room, in which everyone at an event answers on their own phone and sees the result at once."""

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.database import UUIDModel
from cyfran.core.language import LANGUAGE_CHOICES
from cyfran.discover.events.models import AgendaItem, Event
from cyfran.ground.people.models import Participant


class Room(UUIDModel):
    """``moderated``: what people say is read before others see it. ``tables``: how many there are, if they sit at tables."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="room")
    join_code = models.CharField(max_length=8, unique=True)
    moderated = models.BooleanField()
    tables = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.join_code


class RoomStep(models.Model):
    """The question a room is asked, None for a pause, or that the room is over. The newest row counts."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="steps")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, related_name="+")
    is_over = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_over=False) | models.Q(item__isnull=True),
                name="rooms_over_asks_nothing",
            )
        ]

    def __str__(self) -> str:
        return "over" if self.is_over else f"asks {self.item_id}"


class RoomSeat(models.Model):
    """A participant who joined a room: at which table, in which language. No name is asked."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="seats")
    table = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "participant"], name="rooms_one_seat_each")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.table}"
