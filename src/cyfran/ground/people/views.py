"""Participants without an account: the signed cookie, limits on attempts, and where typed codes lead."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cyfran.core.accounts.rules import require
from cyfran.ground.people.actions import record_failed_attempt
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import (
    JOIN_CODE_LENGTH,
    attempts_digest,
    number_of_failed_attempts,
    participant_with_id,
)
from cyfran.ui.unknown_codes import UnknownCode

COOKIE = "cyfran-part"
DAYS = 180
MOST_GUESSED, MOST_MISTYPED = (
    30,
    300,
)  # personal and join codes that led nowhere, from one address, within ATTEMPTS_KEPT
T = TypeVar("T")


def participant_on_device(request: HttpRequest) -> Participant | None:
    """Return the participant whose cookie this device holds, or None."""
    participant_key = participant_key_on_device(request)
    return participant_with_id(participant_key) if participant_key else None


def participant_key_on_device(request: HttpRequest) -> str:
    """Return the participant's key from the cookie, or "". The participant may have been erased since."""
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


def check_attempts(request: HttpRequest, code: str) -> None:
    """Refuse an address from which too many codes led nowhere. Right codes do not count: a whole hall may share one address.

    Attempts are counted in the database, so that every process of the site counts the same.
    """
    digest, limit = _attempts(request, code)
    require(number_of_failed_attempts(digest, timezone.now()) < limit, "too_many_tries")


def count_failed_attempt(request: HttpRequest, code: str) -> None:
    digest, _limit = _attempts(request, code)
    record_failed_attempt(digest=digest, at=timezone.now())


def _attempts(request: HttpRequest, code: str) -> tuple[str, int]:
    """Return the digest of an address, and its limit: higher for join codes, which many people mistype."""
    is_join_code = len(code) <= JOIN_CODE_LENGTH
    digest = attempts_digest(request.META.get("REMOTE_ADDR", ""), "join" if is_join_code else "personal")
    return digest, MOST_MISTYPED if is_join_code else MOST_GUESSED


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
