"""Who comes: sign-ups without an account, cancellations, attendance, letters."""

from datetime import datetime, timedelta

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import is_referred_to, overwrite_deleted
from cyfran.discover.events import rules
from cyfran.discover.events.actions.planning import create_access_need
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
    forget,
    forget_contact,
    keep_contact,
    record_circumstances,
    welcome_participant,
)
from cyfran.ground.people.models import Contact, Participant, Route

KEEP_ADDRESS = timedelta(days=7)  # after an event
MOST_AT_ONCE = 200
MOST_OF_AN_ADDRESS = (
    10  # sign-ups that write to one address: nobody floods somebody else's mailbox by this form
)


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
    """Sign someone up, without an account or a name, or put them on the waiting list. Signing up twice takes one place.

    ``needs`` maps each access need to a detail, which may be empty.
    """
    require(rules.takes_sign_ups(state_of(event)), "event_takes_nobody")
    require(event.ends_at > at, "event_takes_nobody")
    of_address = Contact.objects.filter(email__iexact=email) if email else Contact.objects.none()
    require(of_address.count() < MOST_OF_AN_ADDRESS, "too_many_of_address", most=MOST_OF_AN_ADDRESS)
    Event.objects.select_for_update().get(pk=event.pk)
    if participant is None:
        participant = welcome_participant(route=Route.LINK, language=language, at=at)
    own_sign_up, is_new = SignUp.objects.get_or_create(
        event=event, participant=participant, defaults={"group": group, "at": at}
    )
    if not is_new and _state_of(own_sign_up) != SignUpStatus.CANCELLED:
        return own_sign_up
    has_place = places(event).for_group(group.pk if group else None)
    status = SignUpStatus.COMING if has_place else SignUpStatus.WAITING
    SignUpState.objects.create(sign_up=own_sign_up, state=status, at=at)
    for need, detail in needs.items():
        create_access_need(event, need, detail, at)
    if email:
        keep_contact(participant=participant, email=email, until=(event.ends_at + KEEP_ADDRESS).date())
    log_event("event.signed_up", event, by=None, at=at, within=event.partnership_id, state=status)
    return own_sign_up


def _state_of(sign_up: SignUp) -> str:
    return SignUpState.objects.filter(sign_up=sign_up).latest("id").state


@transaction.atomic
def cancel_place(*, sign_up: SignUp, at: datetime) -> None:
    """Cancel a sign-up. Its place goes to whoever has waited longest and may have it."""
    event = sign_up.event
    Event.objects.select_for_update().get(pk=event.pk)
    require(_state_of(sign_up) != SignUpStatus.CANCELLED, "place_given_up_already")
    SignUpState.objects.create(sign_up=sign_up, state=SignUpStatus.CANCELLED, at=at)
    log_event("event.place_given_up", event, by=None, at=at, within=event.partnership_id)
    _fill_free_place(event, at)


def _fill_free_place(event: Event, at: datetime) -> None:
    """Give a free place to whoever has waited longest and may have it."""
    free_places = places(event)
    for waiting_sign_up in [sign_up for sign_up in sign_ups(event) if sign_up.state == SignUpStatus.WAITING]:
        if free_places.for_group(waiting_sign_up.group_id):
            SignUpState.objects.create(sign_up=waiting_sign_up, state=SignUpStatus.COMING, at=at)
            return


@transaction.atomic
def forget_sign_up(*, sign_up: SignUp, at: datetime) -> None:
    """Delete a sign-up and its contact. Only that it happened is logged."""
    event, participant = sign_up.event, sign_up.participant
    Event.objects.select_for_update().get(pk=event.pk)
    forget_contact(participant=participant)
    sign_up.delete()
    log_event("event.sign_up_forgotten", event, by=None, at=at, within=event.partnership_id)
    overwrite_deleted()
    _fill_free_place(event, at)


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
    """Record that a known participant was there. Recorded again, it updates the table and whether they left early."""
    require(rules.may_record(by, event.partnership))
    details = {"table": table, "left_early": left_early, "at": at, "by": by}
    attendance, _ = Attendance.objects.update_or_create(
        event=event, participant=participant, defaults=details
    )
    return attendance


@transaction.atomic
def record_walk_ins(
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
    """Record people without code or account: how many, at which table, with which language and area."""
    require(rules.may_record(by, event.partnership))
    require(1 <= number <= MOST_AT_ONCE, "number_out_of_range", most=MOST_AT_ONCE)
    site_language = language if language in ("en", "cy") else "en"
    participants = [
        welcome_participant(route=Route.IN_PERSON, language=site_language, at=at) for _ in range(number)
    ]
    Attendance.objects.bulk_create(
        [
            Attendance(event=event, participant=participant, table=table, left_early=left_early, at=at, by=by)
            for participant in participants
        ]
    )
    if area:
        for participant in participants:
            record_circumstances(participant=participant, answers={"area": area}, at=at)
    log_event("event.attended", event, by=by, at=at, within=event.partnership_id, number=number)
    return participants


@transaction.atomic
def remove_attendances(*, first: Attendance, by: User, at: datetime) -> int:
    """Take back what was recorded at once with this attendance, and return how many people that were.

    People who were only counted there are forgotten; who has a code or said something stays.
    """
    event = first.event
    require(rules.may_record(by, event.partnership))
    recorded = Attendance.objects.filter(event=event, at=first.at, by=first.by).select_related("participant")
    participants = [attendance.participant for attendance in recorded]
    number, _tables = recorded.delete()
    for participant in participants:
        was_only_counted = participant.route == Route.IN_PERSON and not participant.code_digest
        if was_only_counted and not is_referred_to(participant):
            forget(participant=participant, at=at)
    log_event("event.attendance_removed", event, by=by, at=at, within=event.partnership_id, number=number)
    return number


def drop_old_sign_ups(*, before: datetime, at: datetime) -> int:
    """Delete the sign-ups for events that are long over; who came is counted apart."""
    old = SignUp.objects.filter(event__ends_at__lt=before, event__partnership__is_example=False)
    number = old.count()
    if number:
        old.delete()
    return number


def send_due_letters(*, at: datetime, send) -> int:
    """Send every letter that is due, each once, and return how many were due.

    ``send`` takes the sign-up, what the letter is about, and the address. That it was written is recorded with it, or neither.
    """
    letters = letters_due(at)
    for sign_up, about, email in letters:
        with transaction.atomic():
            _, is_new = SignUpEmail.objects.get_or_create(sign_up=sign_up, about=about, defaults={"at": at})
            if is_new:
                send(sign_up, about, email)
    drop_old_contacts(at=at)
    return len(letters)
