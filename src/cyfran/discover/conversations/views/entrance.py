"""The door: how someone without an account is let in, known again by a signed cookie, and forgotten."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.discover.conversations import queries
from cyfran.discover.conversations.models import Conversation, Participation, Statement
from cyfran.ground.people.models import Participant, Purpose, Route
from cyfran.ground.people.queries import consents_of, participant_with_code, participant_with_id
from cyfran.ui.forms import found_or_404

COOKIE = "cyfran-part"
DAYS = 180
MOST_TRIES, PERIOD = 30, 600  # codes typed from one address in ten minutes


@dataclass(frozen=True)
class Visitor:
    """Whoever is at the door: perhaps someone we know, perhaps someone who takes part already."""

    participant: Participant | None
    participation: Participation | None

    @property
    def takes_part(self) -> bool:
        return self.participation is not None and consents_of(self.participant).get(Purpose.RECORD, False)


def visitor(request: HttpRequest, conversation: Conversation) -> Visitor:
    known = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=DAYS * 86400)
    participant = participant_with_id(known) if known else None
    return Visitor(participant, queries.participation_of(participant, conversation))


def someone_taking_part(request: HttpRequest, code: str) -> tuple[Conversation, Participation | None]:
    conversation = found_or_404(queries.conversation_with_code(code))
    at_door = visitor(request, conversation)
    return conversation, at_door.participation if at_door.takes_part else None


def remember(response: HttpResponse, participant: Participant) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        str(participant.pk),
        salt=COOKIE,
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def behind_code(code: str) -> tuple[Conversation | None, Participant | None]:
    """What a typed code opens: a conversation for anyone, or someone's own place in one."""
    conversation = queries.conversation_with_code(code)
    if conversation:
        return conversation, None
    participant = participant_with_code(code)
    return (queries.last_conversation_of(participant), participant) if participant else (None, None)


def unknown_code() -> str:
    return _(
        "We do not know this code. Check it, letter by letter: there is no O, I, L, S, Z, 0, 1, 2 or 5 in it."
    )


def route_of(request: HttpRequest, at_door: Visitor) -> str:
    """How someone came: by the slip of paper they hold, else as the address says."""
    if at_door.participant:
        return at_door.participant.route
    return Route.QR if request.GET.get("by") == "qr" else Route.LINK


def count_try(request: HttpRequest) -> None:
    """Stop someone who tries one code after another. The address is held in memory for minutes, and written nowhere."""
    key = f"tries:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, PERIOD)
    require(cache.incr(key) <= MOST_TRIES, "too_many_tries")


def chance_drawn(drawn: str, statement: Statement) -> float | None:
    """How likely this statement was to be asked, if it is the one that was."""
    try:
        asked, chance = signing.loads(drawn, max_age=86400)
    except signing.BadSignature:
        return None
    return chance if asked == str(statement.pk) else None
