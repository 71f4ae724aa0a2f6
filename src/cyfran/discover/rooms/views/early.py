"""The state of a room, which every phone asks for every few seconds, answered from memory, before other middleware.

The database is read once a second at most.
"""

import re
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cyfran.discover.rooms.models import Room
from cyfran.discover.rooms.pages import RoomStateResponse, render_room_state
from cyfran.discover.rooms.queries import current_question, room_with_code, statements_to_vote_on
from cyfran.ground.people.views import participant_key_on_device

PATH = re.compile(r"^/r/([A-Z0-9]{6,8})/now/$")
MAX_AGE = 1.0  # seconds
MOST_CACHED = 200  # rooms


@dataclass(frozen=True)
class CachedRoom:
    """A room with its state and ballot, and the time they were read."""

    room: Room
    now: RoomStateResponse
    ballot: dict[UUID, UUID]
    read_at: float


_cache: dict[str, CachedRoom] = {}
_refresh_lock = threading.Lock()


def answer_now(request: HttpRequest) -> HttpResponse | None:
    """Return the state of a room, or 304 if the phone has it; None for another address or an unknown code."""
    match = PATH.match(request.path_info)
    is_participant = bool(match) and bool(participant_key_on_device(request))  # others might be guessing
    cached = cached_room(match[1]) if match and is_participant else None
    if cached is None:
        return None
    is_unchanged = request.META.get("HTTP_IF_NONE_MATCH") == cached.now.etag
    response = HttpResponse(b"" if is_unchanged else cached.now.body, status=304 if is_unchanged else 200)
    response["Content-Type"] = "application/json"
    response["ETag"] = cached.now.etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "same-origin"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def cached_room(code: str) -> CachedRoom | None:
    """Return a room from the cache; if it is too old, one thread reads it again while the others use the old one."""
    cached = _cache.get(code)
    if cached and time.monotonic() - cached.read_at < MAX_AGE:
        return cached
    if not _refresh_lock.acquire(blocking=cached is None):
        return cached
    try:
        room = room_with_code(code)
        if room is None:
            return None
        if len(_cache) >= MOST_CACHED:
            _cache.clear()
        _cache[code] = CachedRoom(
            room, render_room_state(current_question(room)), statements_to_vote_on(room), time.monotonic()
        )
        return _cache[code]
    finally:
        _refresh_lock.release()
