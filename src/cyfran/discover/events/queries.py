"""Reading events: their state, sign-ups and attendance, contributions, claims, and letters to send."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from statistics import median
from uuid import UUID

import yaml
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.discover.conversations.models import Statement, Vote
from cyfran.discover.conversations.queries import statements_heard
from cyfran.discover.events.models import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Attendance,
    Claim,
    Contribution,
    Event,
    EventStage,
    EventState,
    EventType,
    ObservedMoment,
    PulseCount,
    Reflection,
    ReservedPlaces,
    SheetPhoto,
    SignUp,
    SignUpState,
    SignUpStatus,
    SpokenPromise,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.people.models import Contact, Participant

REMIND_BEFORE = timedelta(days=3)
FEEDBACK_AFTER = timedelta(days=30)


def _newest_state():
    newest = EventState.objects.filter(event=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("state")[:1])


def _with_counts(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.annotate(
        state=_newest_state(),
        attendance_count=Count("attendances", distinct=True),
        contribution_count=Count("contributions", distinct=True),
    ).select_related("place")


def events_of(partnership: Partnership, viewer) -> QuerySet[Event]:
    """The events of a partnership that this person may see, the latest first."""
    events = _with_counts(Event.objects.filter(partnership=partnership))
    if not may_see_inside(viewer, partnership):
        events = events.exclude(state=EventStage.PLANNED)
    return events.order_by("-starts_at")


def events_within(partnerships) -> QuerySet[Event]:
    """The events of several partnerships."""
    return Event.objects.filter(partnership__in=partnerships).annotate(state=_newest_state())


def event_in(partnership: Partnership, pk) -> QuerySet[Event]:
    events = _with_counts(Event.objects.filter(partnership=partnership, pk=pk))
    return events.select_related("place", "host", "topic", "partnership__place")


def state_of(event: Event) -> str:
    return EventState.objects.filter(event=event).latest("id").state


@cache
def presets() -> list[dict]:
    """Return the ready-made events to begin from."""
    text = resources.files("cyfran.discover.events").joinpath("content/presets.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def preset(key: str) -> dict | None:
    return next((candidate for candidate in presets() if candidate["key"] == key), None)


def agenda(event: Event) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(event=event).select_related("conversation")
    return items.annotate(contribution_count=Count("contributions")).order_by("number")


def needs(event: Event) -> QuerySet[AccessNeed]:
    return AccessNeed.objects.filter(event=event).order_by("at")


def needs_open(event: Event) -> int:
    """Return how many access needs are neither confirmed nor impossible."""
    settled = (AccessStatus.CONFIRMED, AccessStatus.NOT_POSSIBLE)
    return AccessNeed.objects.filter(event=event).exclude(status__in=settled).count()


# --- Who comes ----------------------------------------------------------------------------------------------------


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
    return ReservedPlaces.objects.filter(event=event).select_related("group").order_by("group__name_en")


def attendances(event: Event) -> QuerySet[Attendance]:
    return Attendance.objects.filter(event=event).select_related("participant").order_by("id")


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


# --- What was said ------------------------------------------------------------------------------------------------


def statements_at(event: Event) -> QuerySet[Statement]:
    """The accepted statements of an event that nobody has taken back, in the order they were written down."""
    statements = statements_heard(event.partnership).filter(contribution__event=event)
    return statements.select_related("contribution__item__conversation").order_by("contribution__id")


def latest_contributions(event: Event, by, how_many: int = 8) -> list[Contribution]:
    """The last contributions this person entered, the newest first, to check them and remove mistakes."""
    own = Contribution.objects.filter(event=event, by=by).select_related("statement", "item")
    return list(own.order_by("-id")[:how_many])


def contribution_in(event: Event, statement_pk) -> Contribution | None:
    contributions = Contribution.objects.filter(event=event, statement=statement_pk)
    return contributions.select_related("statement__conversation__partnership").first()


def contribution_with_key(key: UUID) -> Contribution | None:
    return Contribution.objects.filter(key=key).select_related("statement").first()


def moment_counts(event: Event) -> dict[str, int]:
    """Return how often each kind of moment was observed."""
    counts = ObservedMoment.objects.filter(event=event).values_list("moment").annotate(number=Count("id"))
    return dict(counts)


# --- After --------------------------------------------------------------------------------------------------------


def reflections(event: Event, viewer) -> QuerySet[Reflection]:
    """The reflections this person may see: shared ones, and their own."""
    is_visible = Q(shared=True) | Q(by=viewer)
    return Reflection.objects.filter(is_visible, event=event).select_related("by").order_by("at")


def pulse_counts(event: Event) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {}
    for question, answer, number in PulseCount.objects.filter(event=event).values_list(
        "question", "answer", "number"
    ):
        counts.setdefault(question, {})[answer] = number
    return counts


def promises_of_event(event: Event) -> QuerySet[SpokenPromise]:
    return SpokenPromise.objects.filter(event=event).select_related("by").order_by("at")


def promises_made_in(partnership: Partnership) -> QuerySet[SpokenPromise]:
    return SpokenPromise.objects.filter(partnership=partnership).select_related("event").order_by("at")


def claims(event: Event) -> QuerySet[Claim]:
    return Claim.objects.filter(event=event).select_related("payment").order_by("claimed_on", "id")


def claim_in(event: Event, pk) -> Claim | None:
    return claims(event).filter(pk=pk).first()


@dataclass(frozen=True)
class ClaimsSummary:
    """The sums claimed and paid at an event, the number of unpaid claims, and the median number of days to payment."""

    claimed: object
    paid: object
    unpaid: int
    days: float | None


def claims_summary(event: Event) -> ClaimsSummary:
    totals = Claim.objects.filter(event=event).aggregate(
        claimed=Sum("amount"), paid=Sum("amount", filter=Q(payment__isnull=False))
    )
    rows = claims(event).values_list("claimed_on", "payment__paid_on")
    days_to_payment = [(paid - claimed).days for claimed, paid in rows if paid is not None]
    unpaid = sum(paid is None for _, paid in rows)
    return ClaimsSummary(
        totals["claimed"] or 0,
        totals["paid"] or 0,
        unpaid,
        median(days_to_payment) if days_to_payment else None,
    )


def last_asked_at(partnership: Partnership) -> dict[UUID, datetime]:
    """For each conversation that was asked at events that were held: when the last of them ended."""
    events = Event.objects.filter(partnership=partnership).annotate(state=_newest_state())
    items = AgendaItem.objects.filter(
        event__in=events.filter(state=EventStage.HELD), conversation__isnull=False
    )
    return dict(items.values_list("conversation").annotate(last=Max("event__ends_at")))


# --- Letters ------------------------------------------------------------------------------------------------------


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


# --- On the thread ------------------------------------------------------------------------------------------------


def show_promises_made(promises: QuerySet[SpokenPromise], reader: Reader) -> dict[UUID, RenderedNode]:
    """Render promises made in the room as nodes of the thread, for members only."""
    return {
        promise.pk: RenderedNode(LanguageText(promise.text, promise.language), promise.get_side_display())
        for promise in promises
        if reader.is_member
    }


# --- Pictures of sheets -------------------------------------------------------------------------------------------


def photos_of(event: Event) -> QuerySet[SheetPhoto]:
    return SheetPhoto.objects.filter(event=event).order_by("table", "at")


def photo_in(event: Event, pk) -> SheetPhoto | None:
    photos = SheetPhoto.objects.filter(event=event, pk=pk)
    return photos.select_related("upload", "event__partnership").first()
