from tests.examples.events import event_to_come

PRESSED = {"rooms:ask": {"facilitator", "officer"}, "rooms:close": {"facilitator", "officer"}}
ONLY_POSTED = {"rooms:decide", "room_votes", "room_words"}
ERASED = {"rooms.RoomSeat"}


def addresses(universe, now):
    coming = event_to_come(universe)
    code = {"code": coming.room.join_code}
    of_code = ("rooms-phone", "enter_room", "room_state", "room_votes", "room_words")
    return {"rooms": {"slug": universe.partnership.slug, "pk": coming.pk}, **dict.fromkeys(of_code, code)}
