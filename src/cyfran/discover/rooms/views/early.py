"""What a thousand phones ask every few seconds, answered from memory: the database is asked once a second at most."""

import re
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cyfran.discover.rooms.models import Room
from cyfran.discover.rooms.pages import Now, render_room_state
from cyfran.discover.rooms.queries import current_question, room_with_code, statements_to_vote_on

PATH = re.compile(r"^/r/([A-Z0-9]{6})/now/$")
FRESH = 1.0  # seconds
MOST_KEPT = 200  # rooms


@dataclass(frozen=True)
class CachedRoom:
    """A room as it was a moment ago."""

    room: Room
    now: Now
    ballot: dict[UUID, UUID]
    seen: float


_kept: dict[str, CachedRoom] = {}
_looking = threading.Lock()


def answer_now(request: HttpRequest) -> HttpResponse | None:
    """The question of a room and what was said to it, or that nothing changed. Nothing for a code we do not know."""
    found = PATH.match(request.path_info)
    kept = cached_room(found[1]) if found else None
    if kept is None:
        return None
    has_it = request.META.get("HTTP_IF_NONE_MATCH") == kept.now.mark
    response = HttpResponse(b"" if has_it else kept.now.body, status=304 if has_it else 200)
    response["Content-Type"] = "application/json"
    response["ETag"] = kept.now.mark
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def cached_room(code: str) -> CachedRoom | None:
    """What was last seen, if that is a moment ago; else look again, one at a time, while others take the last answer."""
    last = _kept.get(code)
    if last and time.monotonic() - last.seen < FRESH:
        return last
    if not _looking.acquire(blocking=last is None):
        return last
    try:
        room = room_with_code(code)
        if room is None:
            return None
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[code] = CachedRoom(
            room, render_room_state(current_question(room)), statements_to_vote_on(room), time.monotonic()
        )
        return _kept[code]
    finally:
        _looking.release()
