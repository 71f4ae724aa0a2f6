"""Who comes: sign-ups, places, attendance, how many people were reached, and the letters that are due."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cyfran.core.language import reading_column
from cyfran.discover.conversations.models import Statement, Vote
from cyfran.discover.events.models import (
    Attendance,
    Event,
    EventStage,
    EventState,
    EventType,
    ReservedPlaces,
    SignUp,
    SignUpState,
    SignUpStatus,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Contact, Participant

REMIND_BEFORE = timedelta(days=3)


def sign_ups(event: Event) -> QuerySet[SignUp]:
    newest = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    with_state = SignUp.objects.filter(event=event).annotate(state=Subquery(newest.values("state")[:1]))
    with_related = with_state.select_related("group", "participant", "event__partnership__place")
    return with_related.order_by("at", "id")


def sign_up_of(event: Event, participant: Participant | None) -> SignUp | None:
    return sign_ups(event).filter(participant=participant).first() if participant else None


def sign_up_with_id(pk) -> SignUp | None:
    sign_up = SignUp.objects.filter(pk=pk).select_related("event__partnership__place").first()
    return sign_up_of(sign_up.event, sign_up.participant) if sign_up else None


@dataclass(frozen=True)
class Places:
    """How many places there are, how many are taken, and how many are still reserved for each priority group."""

    capacity: int | None
    taken: int
    reserved: dict[UUID, int]

    @property
    def is_open(self) -> bool:
        """Whether there is a place for anyone at all."""
        return self.capacity is None or self.taken + sum(self.reserved.values()) < self.capacity

    def for_group(self, group_pk: UUID | None) -> bool:
        """Whether there is a place for someone of this group: one reserved for it, or an open one."""
        return self.is_open or self.reserved.get(group_pk, 0) > 0


def places(event: Event) -> Places:
    group_ids = [sign_up.group_id for sign_up in sign_ups(event) if sign_up.state == SignUpStatus.COMING]
    taken_by_group = Counter(group_ids)
    reserved = ReservedPlaces.objects.filter(event=event).values_list("group", "number")
    still_reserved = {group: max(number - taken_by_group[group], 0) for group, number in reserved}
    return Places(event.capacity, len(group_ids), still_reserved)


def reserved_places(event: Event) -> QuerySet[ReservedPlaces]:
    return (
        ReservedPlaces.objects.filter(event=event)
        .select_related("group")
        .order_by(reading_column("group__name"))
    )


def attendances(event: Event) -> QuerySet[Attendance]:
    return Attendance.objects.filter(event=event).select_related("participant").order_by("id")


@dataclass(frozen=True)
class AttendanceEntry:
    """What was recorded at once: how many people, at which table, by whom."""

    first: Attendance
    number: int


def attendance_entries(event: Event) -> list[AttendanceEntry]:
    """Return what was recorded of an event's attendance, the newest first."""
    recorded = Attendance.objects.filter(event=event).select_related("by").order_by("-at", "by", "id")
    entries = [list(rows) for _stamp, rows in groupby(recorded, key=lambda row: (row.at, row.by_id))]
    return [AttendanceEntry(rows[0], len(rows)) for rows in entries]


@dataclass(frozen=True)
class AttendanceSummary:
    """Who was there, in numbers."""

    number: int
    left_early: int
    by_table: dict[int, int]
    by_language: dict[str, int]


def attendance_summary(event: Event) -> AttendanceSummary:
    rows = list(attendances(event).values_list("table", "left_early", "participant__language"))
    tables = Counter(table for table, _, _ in rows if table is not None)
    return AttendanceSummary(
        number=len(rows),
        left_early=sum(left_early for _, left_early, _ in rows),
        by_table=dict(sorted(tables.items())),
        by_language=dict(Counter(language for _, _, language in rows).most_common()),
    )


@dataclass(frozen=True)
class PeopleReached:
    """How many people a partnership has met or heard, each counted once."""

    attendances: int
    at_events: int
    talks: int
    people: int


def people_reached_count(partnership: Partnership) -> PeopleReached:
    """Count the people who attended an event, made a statement or voted."""
    attended = Attendance.objects.filter(event__partnership=partnership)
    at_events, at_talks = (
        attended.exclude(event__kind=EventType.TALKS),
        attended.filter(event__kind=EventType.TALKS),
    )
    attendees = attended.values("participant")
    statements = Statement.objects.filter(conversation__partnership=partnership, author__isnull=False)
    votes = Vote.objects.filter(conversation__partnership=partnership)
    people = attendees.union(
        statements.values("author__participant"), votes.values("participation__participant")
    )
    return PeopleReached(
        at_events.count(),
        at_events.values("participant").distinct().count(),
        at_talks.count(),
        people.count(),
    )


def participants_reached(partnership: Partnership) -> QuerySet[Participant]:
    """Return the people whom ``people_reached_count`` counts, for statistics by area: never shown one by one."""
    attendees = Attendance.objects.filter(event__partnership=partnership).values("participant")
    statements = Statement.objects.filter(conversation__partnership=partnership)
    votes = Vote.objects.filter(conversation__partnership=partnership)
    return Participant.objects.filter(
        Q(pk__in=attendees)
        | Q(pk__in=statements.filter(author__isnull=False).values("author__participant"))
        | Q(pk__in=votes.values("participation__participant"))
    )


def letters_due(at: datetime) -> list[tuple[SignUp, str, str]]:
    """Return the letters to send now as (sign-up, subject, e-mail address): a place, a reminder or a cancellation."""
    sign_up_states = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    event_states = EventState.objects.filter(event=OuterRef("event")).order_by("-id")
    contacts = Contact.objects.filter(participant=OuterRef("participant"))
    candidates = (
        SignUp.objects.filter(event__starts_at__gt=at)
        .annotate(
            step=Subquery(sign_up_states.values("state")[:1]),
            stage=Subquery(event_states.values("state")[:1]),
            email=Subquery(contacts.values("email")[:1]),
        )
        .filter(email__isnull=False, step=SignUpStatus.COMING)
        .select_related("event__partnership", "participant")
        .prefetch_related("letters")
    )
    letters = []
    for sign_up in candidates:
        about = _letter_due(sign_up, at)
        if about and about not in {letter.about for letter in sign_up.letters.all()}:
            letters.append((sign_up, about, sign_up.email))
    return letters


def _letter_due(sign_up: SignUp, at: datetime) -> str | None:
    if sign_up.stage == EventStage.CANCELLED:
        return "cancelled"
    if sign_up.stage != EventStage.ANNOUNCED:
        return None
    if sign_up.event.starts_at - at <= REMIND_BEFORE:
        return "reminder"
    return "place"
