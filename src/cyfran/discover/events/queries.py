"""Reading events: where each stands, who came, what was said at which table, what is still owed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from statistics import median
from uuid import UUID

import yaml
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

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
        number_there=Count("attendances", distinct=True),
        number_said=Count("contributions", distinct=True),
    ).select_related("place")


def events_of(partnership: Partnership, viewer) -> QuerySet[Event]:
    """The events of a partnership that this person may see, the latest first."""
    found = _with_counts(Event.objects.filter(partnership=partnership))
    if not may_see_inside(viewer, partnership):
        found = found.exclude(state=EventStage.PLANNED)
    return found.order_by("-starts_at")


def events_within(partnerships) -> QuerySet[Event]:
    """The events of several partnerships."""
    return Event.objects.filter(partnership__in=partnerships).annotate(state=_newest_state())


def event_in(partnership: Partnership, pk) -> QuerySet[Event]:
    found = _with_counts(Event.objects.filter(partnership=partnership, pk=pk))
    return found.select_related("place", "host", "topic", "partnership__place")


def state_of(event: Event) -> str:
    return EventState.objects.filter(event=event).latest("id").state


@cache
def presets() -> list[dict]:
    """Ready-made events to begin from."""
    text = resources.files("cyfran.discover.events").joinpath("content/presets.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def preset(key: str) -> dict | None:
    return next((one for one in presets() if one["key"] == key), None)


def agenda(event: Event) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(event=event).select_related("conversation")
    return items.annotate(number_said=Count("contributions")).order_by("number")


def needs(event: Event) -> QuerySet[AccessNeed]:
    return AccessNeed.objects.filter(event=event).order_by("at")


def needs_open(event: Event) -> int:
    """Needs that are neither confirmed nor said to be impossible."""
    settled = (AccessStatus.CONFIRMED, AccessStatus.NOT_POSSIBLE)
    return AccessNeed.objects.filter(event=event).exclude(status__in=settled).count()


# --- Who comes ----------------------------------------------------------------------------------------------------


def sign_ups(event: Event) -> QuerySet[SignUp]:
    newest = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    found = SignUp.objects.filter(event=event).annotate(state=Subquery(newest.values("state")[:1]))
    there = Attendance.objects.filter(event=event, participant=OuterRef("participant"))
    with_all = found.select_related("group", "participant", "event__partnership__place")
    return with_all.annotate(came=Exists(there)).order_by("at", "id")


def sign_up_of(event: Event, participant: Participant | None) -> SignUp | None:
    return sign_ups(event).filter(participant=participant).first() if participant else None


def sign_up_with_id(pk) -> SignUp | None:
    found = SignUp.objects.filter(pk=pk).select_related("event__partnership__place").first()
    return sign_up_of(found.event, found.participant) if found else None


@dataclass(frozen=True)
class Places:
    """How many places there are, how many are taken, and how many are still kept for whom."""

    capacity: int | None
    taken: int
    kept: dict[UUID, int]

    @property
    def is_open(self) -> bool:
        """Whether there is a place for anyone at all."""
        return self.capacity is None or self.taken + sum(self.kept.values()) < self.capacity

    def for_group(self, group_pk: UUID | None) -> bool:
        """Whether there is a place for someone of this group: one that is kept for it, or an open one."""
        return self.is_open or self.kept.get(group_pk, 0) > 0


def places(event: Event) -> Places:
    coming = [s.group_id for s in sign_ups(event) if s.state == SignUpStatus.COMING]
    of_group = Counter(coming)
    kept = ReservedPlaces.objects.filter(event=event).values_list("group", "number")
    left = {group: max(number - of_group[group], 0) for group, number in kept}
    return Places(event.capacity, len(coming), left)


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
        left_early=sum(left for _, left, _ in rows),
        by_table=dict(sorted(tables.items())),
        by_language=dict(Counter(language for _, _, language in rows).most_common()),
    )


@dataclass(frozen=True)
class Reached:
    """How many people a partnership has met or heard: every one once, whichever way they came."""

    attendances: int
    at_events: int
    talks: int
    people: int


def people_reached_count(partnership: Partnership) -> Reached:
    """Someone counts who was at an event, said something or voted."""
    came = Attendance.objects.filter(event__partnership=partnership)
    met, alone = came.exclude(event__kind=EventType.TALKS), came.filter(event__kind=EventType.TALKS)
    there = came.values("participant")
    spoke = Statement.objects.filter(conversation__partnership=partnership, author__isnull=False)
    voted = Vote.objects.filter(conversation__partnership=partnership)
    people = there.union(spoke.values("author__participant"), voted.values("participation__participant"))
    return Reached(met.count(), met.values("participant").distinct().count(), alone.count(), people.count())


def participants_reached(partnership: Partnership) -> QuerySet[Participant]:
    """The people behind the number, for statistics by area: never shown one by one."""
    came = Attendance.objects.filter(event__partnership=partnership).values("participant")
    spoke = Statement.objects.filter(conversation__partnership=partnership)
    voted = Vote.objects.filter(conversation__partnership=partnership)
    return Participant.objects.filter(
        Q(pk__in=came)
        | Q(pk__in=spoke.filter(author__isnull=False).values("author__participant"))
        | Q(pk__in=voted.values("participation__participant"))
    )


# --- What was said ------------------------------------------------------------------------------------------------


def said_at(event: Event) -> QuerySet[Statement]:
    """Everything that was said at an event and that nobody has taken back, in the order it was written down."""
    heard = statements_heard(event.partnership).filter(contribution__event=event)
    return heard.select_related("contribution__item__conversation").order_by("contribution__id")


def latest_contributions(event: Event, by, how_many: int = 8) -> list[Contribution]:
    """What this person wrote down last, the newest first: to see that it landed, and to take a slip out."""
    mine = Contribution.objects.filter(event=event, by=by).select_related("statement", "item")
    return list(mine.order_by("-id")[:how_many])


def contribution_in(event: Event, statement_pk) -> Contribution | None:
    found = Contribution.objects.filter(event=event, statement=statement_pk)
    return found.select_related("statement__conversation__partnership").first()


def contribution_with_key(key: UUID) -> Contribution | None:
    return Contribution.objects.filter(key=key).select_related("statement").first()


def marks(event: Event) -> dict[str, int]:
    counted = ObservedMoment.objects.filter(event=event).values_list("moment").annotate(number=Count("id"))
    return dict(counted)


# --- After --------------------------------------------------------------------------------------------------------


def reflections(event: Event, viewer) -> QuerySet[Reflection]:
    """What facilitators shared, and one's own."""
    seen = Q(shared=True) | Q(by=viewer)
    return Reflection.objects.filter(seen, event=event).select_related("by").order_by("at")


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
    """What was claimed at an event, what of it is paid, and how many days it took (the middle one)."""

    claimed: object
    paid: object
    unpaid: int
    days: float | None


def claims_summary(event: Event) -> ClaimsSummary:
    sums = Claim.objects.filter(event=event).aggregate(
        claimed=Sum("amount"), paid=Sum("amount", filter=Q(payment__isnull=False))
    )
    rows = claims(event).values_list("claimed_on", "payment__paid_on")
    took = [(paid - claimed).days for claimed, paid in rows if paid is not None]
    unpaid = sum(paid is None for _, paid in rows)
    return ClaimsSummary(sums["claimed"] or 0, sums["paid"] or 0, unpaid, median(took) if took else None)


def last_asked_at(partnership: Partnership) -> dict[UUID, datetime]:
    """For each conversation that was asked at events that were held: when the last of them ended."""
    held = Event.objects.filter(partnership=partnership).annotate(state=_newest_state())
    asked = AgendaItem.objects.filter(
        event__in=held.filter(state=EventStage.HELD), conversation__isnull=False
    )
    return dict(asked.values_list("conversation").annotate(last=Max("event__ends_at")))


# --- Letters ------------------------------------------------------------------------------------------------------


def letters_due(at: datetime) -> list[tuple[SignUp, str, str]]:
    """Who has to be written to now, about what, and where: a place, a reminder, or that it does not take place."""
    newest = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    state = EventState.objects.filter(event=OuterRef("event")).order_by("-id")
    address = Contact.objects.filter(participant=OuterRef("participant"))
    waiting = (
        SignUp.objects.filter(event__starts_at__gt=at)
        .annotate(
            step=Subquery(newest.values("state")[:1]),
            stage=Subquery(state.values("state")[:1]),
            email=Subquery(address.values("email")[:1]),
        )
        .filter(email__isnull=False, step=SignUpStatus.COMING)
        .select_related("event__partnership", "participant")
        .prefetch_related("letters")
    )
    due = []
    for sign_up in waiting:
        about = _due_about(sign_up, at)
        if about and about not in {letter.about for letter in sign_up.letters.all()}:
            due.append((sign_up, about, sign_up.email))
    return due


def _due_about(sign_up: SignUp, at: datetime) -> str | None:
    if sign_up.stage == EventStage.CANCELLED:
        return "cancelled"
    if sign_up.stage != EventStage.ANNOUNCED:
        return None
    if sign_up.event.starts_at - at <= REMIND_BEFORE:
        return "reminder"
    return "place"


# --- On the thread ------------------------------------------------------------------------------------------------


def show_promises_made(promises: QuerySet[SpokenPromise], reader: Reader) -> dict[UUID, RenderedNode]:
    """A promise made in the room is for the partnership until it is taken on."""
    return {
        p.pk: RenderedNode(LanguageText(p.text, p.language), p.get_side_display())
        for p in promises
        if reader.is_member
    }


# --- Pictures of sheets -------------------------------------------------------------------------------------------


def photos_of(event: Event) -> QuerySet[SheetPhoto]:
    return SheetPhoto.objects.filter(event=event).order_by("table", "at")


def photo_in(event: Event, pk) -> SheetPhoto | None:
    found = SheetPhoto.objects.filter(event=event, pk=pk)
    return found.select_related("upload", "event__partnership").first()
