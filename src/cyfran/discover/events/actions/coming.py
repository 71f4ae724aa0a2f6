"""Who comes: sign up without an account, change one's mind, be there."""

from datetime import datetime, timedelta

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.events import rules
from cyfran.discover.events.actions.planning import ask_for_access
from cyfran.discover.events.models import (
    Attendance,
    Event,
    SignUp,
    SignUpEmail,
    SignUpState,
    SignUpStatus,
)
from cyfran.discover.events.queries import letters_due, places, sign_ups, state_of
from cyfran.ground.partnerships.models import PriorityGroup
from cyfran.ground.people.actions import (
    drop_old_contacts,
    keep_contact,
    record_circumstances,
    welcome_participant,
)
from cyfran.ground.people.models import Contact, Participant, Route

KEEP_ADDRESS = timedelta(days=7)  # after an event
MOST_AT_ONCE = 200


@transaction.atomic
def sign_up(
    *,
    event: Event,
    participant: Participant | None,
    group: PriorityGroup | None,
    needs: dict[str, str],
    email: str,
    language: str,
    at: datetime,
) -> SignUp:
    """Someone wants to come, without an account or a name. Pressed twice it is one place.

    ``needs`` are what they need to be able to take part, each with a word more where there is one.
    """
    require(rules.takes_sign_ups(state_of(event)), "event_takes_nobody")
    require(event.ends_at > at, "event_takes_nobody")
    Event.objects.select_for_update().get(pk=event.pk)
    if participant is None:
        participant = welcome_participant(route=Route.LINK, language=language, at=at)
    found, is_new = SignUp.objects.get_or_create(
        event=event, participant=participant, defaults={"group": group, "at": at}
    )
    if not is_new and _state(found) != SignUpStatus.CANCELLED:
        return found
    has_place = places(event).for_group(group.pk if group else None)
    step = SignUpStatus.COMING if has_place else SignUpStatus.WAITING
    SignUpState.objects.create(sign_up=found, state=step, at=at)
    for need, detail in needs.items():
        ask_for_access(event, need, detail, at)
    if email:
        keep_contact(participant=participant, email=email, until=(event.ends_at + KEEP_ADDRESS).date())
    log_event("event.signed_up", event, by=None, at=at, within=event.partnership_id, state=step)
    return found


def _state(found: SignUp) -> str:
    return SignUpState.objects.filter(sign_up=found).latest("id").state


@transaction.atomic
def cancel_place(*, sign_up: SignUp, at: datetime) -> None:
    """Someone does not come after all. Whoever waits longest and may have the place gets it."""
    event = sign_up.event
    Event.objects.select_for_update().get(pk=event.pk)
    require(_state(sign_up) != SignUpStatus.CANCELLED, "place_given_up_already")
    SignUpState.objects.create(sign_up=sign_up, state=SignUpStatus.CANCELLED, at=at)
    log_event("event.place_given_up", event, by=None, at=at, within=event.partnership_id)
    _give_to_who_waits(event, at)


def _give_to_who_waits(event: Event, at: datetime) -> None:
    free = places(event)
    for waiting in [s for s in sign_ups(event) if s.state == SignUpStatus.WAITING]:
        if free.for_group(waiting.group_id):
            SignUpState.objects.create(sign_up=waiting, state=SignUpStatus.COMING, at=at)
            return


@transaction.atomic
def forget_sign_up(*, sign_up: SignUp, at: datetime) -> None:
    """Remove that someone signed up, and how to write to them. Only that it happened is kept."""
    event, participant = sign_up.event, sign_up.participant
    Event.objects.select_for_update().get(pk=event.pk)
    Contact.objects.filter(participant=participant).delete()
    sign_up.delete()
    log_event("event.sign_up_forgotten", event, by=None, at=at, within=event.partnership_id)
    _give_to_who_waits(event, at)


@transaction.atomic
def record_attendance(
    *,
    event: Event,
    participant: Participant,
    by: User,
    at: datetime,
    table: int | None = None,
    left_early: bool = False,
) -> Attendance:
    """Someone we know by their code or sign-up was there. Said again, it changes the table or that they left."""
    require(rules.may_record(by, event.partnership))
    told = {"table": table, "left_early": left_early, "at": at, "by": by}
    found, _ = Attendance.objects.update_or_create(event=event, participant=participant, defaults=told)
    return found


@transaction.atomic
def someone_came(
    *,
    event: Event,
    number: int,
    language: str,
    by: User,
    at: datetime,
    table: int | None = None,
    area: str = "",
    left_early: bool = False,
) -> list[Participant]:
    """People without code or account were there: so many, at this table, who speak this language and live there."""
    require(rules.may_record(by, event.partnership))
    require(1 <= number <= MOST_AT_ONCE, "number_out_of_range", most=MOST_AT_ONCE)
    spoken = language if language in ("en", "cy") else "en"
    people = [welcome_participant(route=Route.IN_PERSON, language=spoken, at=at) for _ in range(number)]
    Attendance.objects.bulk_create(
        [
            Attendance(event=event, participant=person, table=table, left_early=left_early, at=at, by=by)
            for person in people
        ]
    )
    if area:
        for person in people:
            record_circumstances(participant=person, answers={"area": area}, at=at)
    log_event("event.attended", event, by=by, at=at, within=event.partnership_id, number=number)
    return people


def send_due_letters(*, at: datetime, send) -> int:
    """Write to everyone who is due a letter, each once. ``send`` takes the sign-up, what it is about and the address.

    A letter is noted before it is sent: one that fails is not sent twice.
    """
    due = letters_due(at)
    for found, about, email in due:
        _, is_new = SignUpEmail.objects.get_or_create(sign_up=found, about=about, defaults={"at": at})
        if is_new:
            send(found, about, email)
    drop_old_contacts(at=at)
    return len(due)
