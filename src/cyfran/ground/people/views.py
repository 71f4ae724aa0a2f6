"""The door: how someone without an account is known again by a signed cookie, and forgotten."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import participant_with_id

COOKIE = "cyfran-part"
DAYS = 180
MOST_TRIES, MOST_MISTYPED, PERIOD = 30, 300, 600  # codes that lead nowhere, from one address in ten minutes
ROOM_CODE = 6  # letters


def participant_on_device(request: HttpRequest) -> Participant | None:
    """Whoever took part on this device before, if they did."""
    known = participant_key_on_device(request)
    return participant_with_id(known) if known else None


def participant_key_on_device(request: HttpRequest) -> str:
    """The key of whoever took part on this device, as the cookie says: they may have been erased since."""
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=DAYS * 86400)


def set_participant_cookie(response: HttpResponse, participant: Participant) -> HttpResponse:
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


def check_tries(request: HttpRequest, code: str) -> None:
    """Stop someone who tries one code after another. Only codes that lead nowhere count: a whole hall comes from one address.

    The address is held in memory for minutes, and written nowhere.
    """
    key, most = _tries(request, code)
    require(cache.get(key, 0) < most, "too_many_tries")


def count_failure(request: HttpRequest, code: str) -> None:
    key, _ = _tries(request, code)
    cache.add(key, 0, PERIOD)
    cache.incr(key)


def _tries(request: HttpRequest, code: str) -> tuple[str, int]:
    """Codes of rooms are short, given to many and mistyped by some; one's own code is worth more to a thief."""
    of_room = len(code) <= ROOM_CODE
    return f"tries:{of_room}:{request.META.get('REMOTE_ADDR', '')}", MOST_MISTYPED if of_room else MOST_TRIES


# What a typed code may open besides a conversation: asked in turn, each gives an address or nothing
_code_resolvers: list[Callable[[str], str | None]] = []


def register_code_resolver(resolver: Callable[[str], str | None]) -> None:
    if resolver not in _code_resolvers:
        _code_resolvers.append(resolver)


def resolve_code(code: str) -> str | None:
    return next((address for resolver in _code_resolvers if (address := resolver(code))), None)


# Where someone's own code leads who takes part in no conversation
_own_page_resolvers: list[Callable[[Participant], str | None]] = []


def register_own_page_resolver(resolver: Callable[[Participant], str | None]) -> None:
    if resolver not in _own_page_resolvers:
        _own_page_resolvers.append(resolver)


def own_page_of(participant: Participant) -> str | None:
    return next((address for resolver in _own_page_resolvers if (address := resolver(participant))), None)


def unknown_code() -> str:
    return _(
        "We do not know this code. Check it, letter by letter: there is no O, I, L, S, Z, 0, 1, 2 or 5 in it."
    )
