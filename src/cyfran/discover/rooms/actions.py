"""Actions on a live room: open and close it, ask questions, let people join, save statements and votes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.actions.labels import add_participant
from cyfran.discover.conversations.models import Conversation, Participation, RejectionGround, Statement
from cyfran.discover.events.models import AgendaItem, Attendance, Contribution, Event
from cyfran.discover.rooms import rules
from cyfran.discover.rooms.models import Room, RoomSeat, RoomStep
from cyfran.discover.rooms.queries import questions, room_of, seat_of, step_of
from cyfran.ground.people.actions import give_consents, give_join_code, welcome_participant
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Participant, Route
from cyfran.ground.people.queries import JoinCodeLength

MOST_TABLES = 200


@transaction.atomic
def open_room(*, event: Event, moderated: bool, tables: int, by: User, at: datetime) -> Room:
    """Open the live room of an event; a room that exists already is opened again."""
    require(rules.may_open(by, event.partnership))
    require(0 <= tables <= MOST_TABLES, "tables_out_of_range", most=MOST_TABLES)
    room = room_of(event)
    if room is None:
        room = Room.objects.create(
            event=event,
            join_code=give_join_code(length=JoinCodeLength.HOURS, at=at),
            moderated=moderated,
            tables=tables,
            at=at,
            by=by,
        )
    RoomStep.objects.create(room=room, item=None, at=at, by=by)
    log_event("room.opened", room, by=by, at=at, within=event.partnership_id)
    return room


@transaction.atomic
def ask(*, room: Room, item: AgendaItem | None, by: User, at: datetime) -> RoomStep:
    """Ask the room one question, or pause (``item`` is None). The previous question takes no more answers here."""
    require(rules.may_lead(by, room))
    require(not step_of(room).is_over, "room_is_over")
    require(item is None or questions(room).filter(pk=item.pk).exists(), "item_asks_nothing")
    step = RoomStep.objects.create(room=room, item=item, at=at, by=by)
    log_event("room.asked", room, by=by, at=at, within=room.event.partnership_id)
    return step


@transaction.atomic
def close_room(*, room: Room, by: User, at: datetime) -> RoomStep:
    require(rules.may_lead(by, room))
    require(not step_of(room).is_over, "room_is_over")
    log_event("room.closed", room, by=by, at=at, within=room.event.partnership_id)
    return RoomStep.objects.create(room=room, item=None, is_over=True, at=at, by=by)


@transaction.atomic
def join_room(
    *,
    room: Room,
    participant: Participant | None,
    consent_text: ConsentText,
    given: set[str],
    table: int | None,
    language: str,
    at: datetime,
) -> RoomSeat:
    """Let someone join with their consents. Joining again from the same phone updates the same seat."""
    require(not step_of(room).is_over, "room_is_over")
    require(ConsentPurpose.RECORD in given, "consent_needed")
    participant = participant or welcome_participant(route=Route.QR, language=language, at=at)
    give_consents(
        participant=participant, text=consent_text, given=given, language=language, how=Route.QR, at=at
    )
    seat, _ = RoomSeat.objects.update_or_create(
        room=room, participant=participant, defaults={"table": table, "language": language, "at": at}
    )
    Attendance.objects.get_or_create(
        event=room.event, participant=participant, defaults={"table": table, "at": at, "by": room.by}
    )
    return seat


@transaction.atomic
def submit_statement(
    *, room: Room, participant: Participant, item: AgendaItem, text: str, at: datetime
) -> Statement:
    """Save a statement from someone in the room, as a contribution of their table, even if it arrives late."""
    seat = _require_seat(room, participant)
    require(questions(room).filter(pk=item.pk).exists(), "item_asks_nothing")
    author = add_participant(item.conversation, participant, at)
    statement = conversations.submit_statement(participation=author, text=text, language=seat.language, at=at)
    _, is_new = Contribution.objects.get_or_create(
        statement=statement,
        defaults={
            "event": room.event,
            "item": item,
            "table": seat.table,
            "verbatim": True,
            "at": at,
            "by": room.by,
        },
    )
    if is_new and not room.moderated:
        conversations.decide(
            statement=statement, accepted=True, ground=RejectionGround.FITS, reason="", by=room.by, at=at
        )
    return statement


@transaction.atomic
def vote(
    *, room: Room, participant_pk, answers: list[tuple[UUID, int]], ballot: dict[UUID, UUID], at: datetime
) -> int:
    """Save votes in the order they were given and return how many were new. Sent again, they are saved once.

    ``ballot`` maps each statement that can be voted on to its conversation, as cached a moment ago; answers to other
    statements are ignored. Many people vote at once, so this avoids every query it can.
    """
    require(RoomSeat.objects.filter(room=room, participant=participant_pk).exists(), "no_seat")
    new_count = 0
    for conversation_id in {ballot[statement_id] for statement_id, _ in answers if statement_id in ballot}:
        own_answers = [
            (statement_id, answer)
            for statement_id, answer in answers
            if ballot.get(statement_id) == conversation_id
        ]
        new_count += conversations.cast_votes(
            participation=_participation(conversation_id, participant_pk, at), answers=own_answers, at=at
        )
    return new_count


def add_vote_of_seat(
    *, room: Room, participant_pk: UUID, answer: tuple[UUID, int], ballot: dict[UUID, UUID], at: datetime
) -> bool:
    """Save one vote of somebody in the room if it is new and nothing else has to be said; return whether it was saved."""
    statement_pk, value = answer
    if (
        statement_pk not in ballot
        or not RoomSeat.objects.filter(room=room, participant=participant_pk).exists()
    ):
        return False
    return conversations.add_new_answer(
        conversation_pk=ballot[statement_pk],
        statement_pk=statement_pk,
        participant_pk=participant_pk,
        answer=value,
        at=at,
    )


def _participation(conversation_pk: UUID, participant_pk, at: datetime) -> Participation:
    existing = Participation.objects.filter(conversation=conversation_pk, participant=participant_pk).first()
    return existing or add_participant(
        Conversation.objects.get(pk=conversation_pk), Participant.objects.get(pk=participant_pk), at
    )


def _require_seat(room: Room, participant: Participant) -> RoomSeat:
    seat = seat_of(room, participant)
    require(seat is not None, "no_seat")
    return seat
