"""What phones in a room ask and send most, answered before Django begins: the state of the room, and a changed mind.

The state is kept in memory. Once a second one thread asks the database, by one query, whether anything changed.
"""

import json
import re
import threading
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, close_old_connections
from django.http import parse_cookie
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from cyfran.core.errors import ActionError
from cyfran.discover.rooms.actions import add_vote_of_seat
from cyfran.discover.rooms.exchange import read_votes
from cyfran.discover.rooms.models import Room
from cyfran.discover.rooms.pages import RoomStateResponse, render_room_state
from cyfran.discover.rooms.queries import current_question, room_basis, room_with_code, statements_to_vote_on
from cyfran.ground.people.views import participant_key_in
from cyfran.ui.early_answers import EarlyAnswer, Environ

PATH = re.compile(r"^/r/([A-Z0-9]{6,8})/(now|votes)/$")
LOOKED_AT_EVERY = 1.0  # seconds
MADE_ANEW_EVERY = 15.0  # seconds, whatever the basis says
MOST_CACHED = 200  # rooms
LONGEST_BODY = 64 * 1024


@dataclass(frozen=True)
class CachedRoom:
    """A room with its state and ballot, what they rest on, and when they were made and last looked at."""

    room: Room
    basis: tuple
    now: RoomStateResponse
    ballot: dict[UUID, UUID]
    made_at: float
    looked_at: float


_cache: dict[str, CachedRoom] = {}
_refresh_lock = threading.Lock()
_csrf = CsrfViewMiddleware(lambda _request: None)


def answer_early(environ: Environ) -> EarlyAnswer | None:
    """Answer a look or a vote of somebody who takes part; None for everything else, as it might be guessing."""
    match = PATH.match(environ["PATH_INFO"])
    participant = participant_key_in(parse_cookie(environ.get("HTTP_COOKIE", ""))) if match else ""
    if not match or not participant:
        return None
    code, kind = match.groups()
    if kind == "now" and environ["REQUEST_METHOD"] == "GET":
        return _answer_now(environ, code)
    if kind == "votes" and environ["REQUEST_METHOD"] == "POST":
        return _take_vote(environ, code, participant)
    return None


def _answer_now(environ: Environ, code: str) -> EarlyAnswer | None:
    """Return the state of a room, or 304 if the phone has it; None for an unknown code."""
    cached = cached_room(code)
    if cached is None:
        return None
    headers = {"ETag": cached.now.etag}
    if environ.get("HTTP_IF_NONE_MATCH") == cached.now.etag:
        return EarlyAnswer(HTTPStatus.NOT_MODIFIED, headers=headers)
    return EarlyAnswer(HTTPStatus.OK, cached.now.body, headers)


def _take_vote(environ: Environ, code: str, participant: str) -> EarlyAnswer | None:
    """Keep one vote by one statement of SQL. Whatever it does not settle goes the ordinary way, with its body.

    That is a first vote in a conversation, one sent again, several at once, a consent that ended, and every error.
    """
    body = _read_body(environ)
    cached = cached_room(code)
    if body is None or cached is None or not _is_allowed(environ):
        return None
    try:
        answers = read_votes(body)
        is_new = len(answers) == 1 and add_vote_of_seat(
            room=cached.room,
            participant_pk=UUID(participant),
            answer=answers[0],
            ballot=cached.ballot,
            at=timezone.now(),
        )
    except (ActionError, Error, ValueError):
        return None
    return EarlyAnswer(HTTPStatus.OK, json.dumps({"kept": 1, "new": 1}).encode()) if is_new else None


def _read_body(environ: Environ) -> bytes | None:
    """Return what was sent, and leave it to be read again."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 < length <= LONGEST_BODY:
        return None
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = BytesIO(body)
    return body


def _is_allowed(environ: Environ) -> bool:
    """Return whether Django would take this request: its host, HTTPS where the site has it, and the token of its form."""
    request = WSGIRequest(environ)
    try:
        request.get_host()
        _csrf.process_request(request)
        is_from_our_page = _csrf.process_view(request, answer_early, (), {}) is None
    except (DisallowedHost, RequestDataTooBig):
        return False
    finally:
        environ["wsgi.input"].seek(0)
    return is_from_our_page and (request.is_secure() or not settings.SECURE_SSL_REDIRECT)


def cached_room(code: str) -> CachedRoom | None:
    """Return a room from the cache; if it is too old, one thread reads it again while the others use the old one."""
    cached = _cache.get(code)
    if cached and time.monotonic() - cached.looked_at < LOOKED_AT_EVERY:
        return cached
    if not _refresh_lock.acquire(blocking=cached is None):
        return cached
    try:
        close_old_connections()
        _cache_room(code, cached)
        return _cache.get(code)
    finally:
        _refresh_lock.release()


def _cache_room(code: str, cached: CachedRoom | None) -> None:
    """Keep a room anew if anything changed that it rests on; else note that it was looked at."""
    now = time.monotonic()
    room = cached.room if cached and now - cached.made_at < MADE_ANEW_EVERY else room_with_code(code)
    if room is None:
        _cache.pop(code, None)
        return
    basis = room_basis(room)
    if cached and cached.room is room and cached.basis == basis:
        _cache[code] = replace(cached, looked_at=now)
        return
    if len(_cache) >= MOST_CACHED:
        _cache.clear()
    state = render_room_state(current_question(room))
    _cache[code] = CachedRoom(room, basis, state, statements_to_vote_on(room), now, now)
