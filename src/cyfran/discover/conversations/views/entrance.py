"""The door of a conversation: how someone without an account is let in."""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from cyfran.discover.conversations import queries
from cyfran.discover.conversations.models import Conversation, Participation, Statement
from cyfran.ground.people.models import ConsentPurpose, Participant, Route
from cyfran.ground.people.queries import consents_of, participant_with_code
from cyfran.ground.people.views import participant_on_device
from cyfran.ui.forms import get_or_404


@dataclass(frozen=True)
class Visitor:
    """Whoever is at the door: perhaps someone we know, perhaps someone who takes part already."""

    participant: Participant | None
    participation: Participation | None

    @property
    def takes_part(self) -> bool:
        return self.participation is not None and consents_of(self.participant).get(
            ConsentPurpose.RECORD, False
        )


def visitor(request: HttpRequest, conversation: Conversation) -> Visitor:
    participant = participant_on_device(request)
    return Visitor(participant, queries.participation_of(participant, conversation))


def someone_taking_part(request: HttpRequest, code: str) -> tuple[Conversation, Participation | None]:
    conversation = get_or_404(queries.conversation_with_code(code))
    at_door = visitor(request, conversation)
    return conversation, at_door.participation if at_door.takes_part else None


def find_by_code(code: str) -> tuple[Conversation | None, Participant | None]:
    """What a typed code opens: a conversation for anyone, or someone's own place in one."""
    conversation = queries.conversation_with_code(code)
    if conversation:
        return conversation, None
    participant = participant_with_code(code)
    return (queries.last_conversation_of(participant), participant) if participant else (None, None)


def route_of(request: HttpRequest, at_door: Visitor) -> str:
    """How someone came: by the slip of paper they hold, else as the address says."""
    if at_door.participant:
        return at_door.participant.route
    return Route.QR if request.GET.get("by") == "qr" else Route.LINK


def selection_probability(drawn: str, statement: Statement) -> float | None:
    """How likely this statement was to be asked, if it is the one that was."""
    try:
        asked, selection_probability = signing.loads(drawn, max_age=86400)
    except signing.BadSignature:
        return None
    return selection_probability if asked == str(statement.pk) else None
