"""How someone without an account gets into a conversation: by its code, their own code, or their device."""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from cyfran.discover.conversations import queries
from cyfran.discover.conversations.models import Conversation, Participation, Statement
from cyfran.ground.people.models import ConsentPurpose, Participant, Route
from cyfran.ground.people.queries import consents_of
from cyfran.ground.people.views import participant_on_device
from cyfran.ui.forms import get_or_404


@dataclass(frozen=True)
class Visitor:
    """Whoever opens a conversation: their participant if the device is known, and their participation if they joined."""

    participant: Participant | None
    participation: Participation | None

    @property
    def takes_part(self) -> bool:
        return self.participation is not None and consents_of(self.participant).get(
            ConsentPurpose.RECORD, False
        )


def get_visitor(request: HttpRequest, conversation: Conversation) -> Visitor:
    participant = participant_on_device(request)
    return Visitor(participant, queries.participation_of(participant, conversation))


def get_participation(request: HttpRequest, code: str) -> tuple[Conversation, Participation | None]:
    """Return the conversation of a code, and the participation of this device if it joined with consent."""
    conversation = get_or_404(queries.conversation_with_code(code))
    visitor = get_visitor(request, conversation)
    return conversation, visitor.participation if visitor.takes_part else None


def route_of(request: HttpRequest, visitor: Visitor) -> str:
    """Return how someone came: as their participant says, else by QR code or link as the address says."""
    if visitor.participant:
        return visitor.participant.route
    return Route.QR if request.GET.get("by") == "qr" else Route.LINK


def selection_probability(drawn: str, statement: Statement) -> float | None:
    """Return the signed probability with which this statement was drawn, or None if another one was."""
    try:
        drawn_id, probability = signing.loads(drawn, max_age=86400)
    except signing.BadSignature:
        return None
    return probability if drawn_id == str(statement.pk) else None
