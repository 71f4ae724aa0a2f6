"""Participants without an account: the signed cookie, limits on attempts, and where typed codes lead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.people.actions import record_failed_attempt
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import (
    JoinCodeLength,
    attempts_digest,
    number_of_failed_attempts,
    participant_with_id,
)
from cyfran.ui.client_address import client_address
from cyfran.ui.unknown_codes import UnknownCode

COOKIE = "cyfran-part"
DAYS = 180
T = TypeVar("T")


def participant_on_device(request: HttpRequest) -> Participant | None:
    """Return the participant whose cookie this device holds, or None."""
    participant_key = participant_key_on_device(request)
    return participant_with_id(participant_key) if participant_key else None


def participant_key_on_device(request: HttpRequest) -> str:
    """Return the participant's key from the cookie, or "". The participant may have been erased since."""
    names = dict.fromkeys((_cookie_name(), COOKIE))  # the second from before the site had HTTPS
    found = (request.get_signed_cookie(name, default="", salt=COOKIE, max_age=DAYS * 86400) for name in names)
    return next(filter(None, found), "")


def participant_key_in(cookies: dict[str, str]) -> str:
    """Return the same from the cookies of a request that Django has not seen yet."""
    request = HttpRequest()
    request.COOKIES = cookies
    return participant_key_on_device(request)


def _cookie_name() -> str:
    """Return a name with which a browser keeps a cookie for this host alone, where the site has HTTPS."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def set_participant_cookie(response: HttpResponse, participant: Participant) -> HttpResponse:
    response.set_signed_cookie(
        _cookie_name(),
        str(participant.pk),
        salt=COOKIE,
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    for name in {_cookie_name(), COOKIE}:
        response.delete_cookie(name, samesite="Lax")
        response.cookies[name]["secure"] = settings.SESSION_COOKIE_SECURE
    return response


def check_attempts(request: HttpRequest, code: str) -> None:
    """Refuse an address from which too many codes led nowhere.

    Right codes do not count, as a whole hall may share one address; nor is a hall refused in which somebody types wrong
    join codes, until they are so many that it can only be a program. Attempts are counted in the database, so that every
    process of the site counts the same.
    """
    limits = _limits(code)
    if limits.kind == "join" and participant_key_on_device(request):
        return  # who takes part already has no need to guess
    require(
        _number_of_attempts(request, limits) < limits.most_before_right_ones_are_refused, "too_many_tries"
    )


def count_failed_attempt(request: HttpRequest, code: str) -> None:
    """Count a code that led nowhere, and refuse to say so to an address that has tried too many."""
    limits = _limits(code)
    number = _number_of_attempts(request, limits)
    if number < limits.most_before_right_ones_are_refused:
        digest = attempts_digest(client_address(request), limits.kind)
        record_failed_attempt(digest=digest, at=timezone.now())
    require(number < limits.most, "too_many_tries")


@dataclass(frozen=True)
class AttemptLimits:
    """How many codes may lead nowhere, from one address within ``ATTEMPTS_KEPT``, before the wrong and the right are refused."""

    kind: str
    most: int
    most_before_right_ones_are_refused: int


JOIN_LIMITS = AttemptLimits("join", 300, 3000)
PERSONAL_LIMITS = AttemptLimits("personal", 30, 30)


def _limits(code: str) -> AttemptLimits:
    return JOIN_LIMITS if len(code) <= max(JoinCodeLength) else PERSONAL_LIMITS


def _number_of_attempts(request: HttpRequest, limits: AttemptLimits) -> int:
    return number_of_failed_attempts(attempts_digest(client_address(request), limits.kind), timezone.now())


def get_by_join_code(request: HttpRequest, code: str, find: Callable[[str], T | None]) -> T:
    """Return what ``find`` says a join code leads to, or raise 404. Wrong codes are counted, to stop guessing."""
    check_attempts(request, code)
    if (subject := find(code)) is None:
        count_failed_attempt(request, code)
        raise UnknownCode
    return subject


# What a join code may lead to: called in turn, each returns an address or None
_code_resolvers: list[Callable[[str], str | None]] = []


def register_code_resolver(resolver: Callable[[str], str | None]) -> None:
    if resolver not in _code_resolvers:
        _code_resolvers.append(resolver)


def resolve_code(code: str) -> str | None:
    return next((address for resolver in _code_resolvers if (address := resolver(code))), None)


# Where a personal code leads: called in turn with its participant, each returns an address or None
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
