"""Reading gatherings: where each stands, who came, what was said at which table, what is still owed."""

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
from cyfran.discover.gatherings.models import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Attendance,
    Claim,
    Contribution,
    EventType,
    Gathering,
    GatheringState,
    KeptPlaces,
    Mark,
    PromiseMade,
    PulseCount,
    Reflection,
    SheetPhoto,
    SignUp,
    SignUpState,
    SignUpStep,
    Stage,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.partnerships.rules import may_see_inside
from cyfran.ground.people.models import Contact, Participant

REMIND_BEFORE = timedelta(days=3)
FEEDBACK_AFTER = timedelta(days=30)


def _newest_state():
    newest = GatheringState.objects.filter(gathering=OuterRef("pk")).order_by("-id")
    return Subquery(newest.values("state")[:1])


def _with_counts(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    return gatherings.annotate(
        state=_newest_state(),
        number_there=Count("attendances", distinct=True),
        number_said=Count("contributions", distinct=True),
    ).select_related("place")


def gatherings_of(partnership: Partnership, viewer) -> QuerySet[Gathering]:
    """The gatherings of a partnership that this person may see, the latest first."""
    found = _with_counts(Gathering.objects.filter(partnership=partnership))
    if not may_see_inside(viewer, partnership):
        found = found.exclude(state=Stage.PLANNED)
    return found.order_by("-starts_at")


def gatherings_within(partnerships) -> QuerySet[Gathering]:
    """The gatherings of several partnerships."""
    return Gathering.objects.filter(partnership__in=partnerships).annotate(state=_newest_state())


def gathering_in(partnership: Partnership, pk) -> QuerySet[Gathering]:
    found = _with_counts(Gathering.objects.filter(partnership=partnership, pk=pk))
    return found.select_related("place", "host", "matter", "partnership__place")


def state_of(gathering: Gathering) -> str:
    return GatheringState.objects.filter(gathering=gathering).latest("id").state


@cache
def presets() -> list[dict]:
    """Ready-made gatherings to begin from."""
    text = resources.files("cyfran.discover.gatherings").joinpath("content/presets.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def preset(key: str) -> dict | None:
    return next((one for one in presets() if one["key"] == key), None)


def agenda(gathering: Gathering) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(gathering=gathering).select_related("conversation")
    return items.annotate(number_said=Count("contributions")).order_by("number")


def needs(gathering: Gathering) -> QuerySet[AccessNeed]:
    return AccessNeed.objects.filter(gathering=gathering).order_by("at")


def needs_open(gathering: Gathering) -> int:
    """Needs that are neither confirmed nor said to be impossible."""
    settled = (AccessStatus.CONFIRMED, AccessStatus.NOT_POSSIBLE)
    return AccessNeed.objects.filter(gathering=gathering).exclude(status__in=settled).count()


# --- Who comes ----------------------------------------------------------------------------------------------------


def sign_ups(gathering: Gathering) -> QuerySet[SignUp]:
    newest = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    found = SignUp.objects.filter(gathering=gathering).annotate(state=Subquery(newest.values("state")[:1]))
    there = Attendance.objects.filter(gathering=gathering, participant=OuterRef("participant"))
    with_all = found.select_related("group", "participant", "gathering__partnership__place")
    return with_all.annotate(came=Exists(there)).order_by("at", "id")


def sign_up_of(gathering: Gathering, participant: Participant | None) -> SignUp | None:
    return sign_ups(gathering).filter(participant=participant).first() if participant else None


def sign_up_with_id(pk) -> SignUp | None:
    found = SignUp.objects.filter(pk=pk).select_related("gathering__partnership__place").first()
    return sign_up_of(found.gathering, found.participant) if found else None


@dataclass(frozen=True)
class Places:
    """How many places there are, how many are taken, and how many are still kept for whom."""

    room_for: int | None
    taken: int
    kept: dict[UUID, int]

    @property
    def is_open(self) -> bool:
        """Whether there is a place for anyone at all."""
        return self.room_for is None or self.taken + sum(self.kept.values()) < self.room_for

    def for_group(self, group_pk: UUID | None) -> bool:
        """Whether there is a place for someone of this group: one that is kept for it, or an open one."""
        return self.is_open or self.kept.get(group_pk, 0) > 0


def places(gathering: Gathering) -> Places:
    coming = [s.group_id for s in sign_ups(gathering) if s.state == SignUpStep.COMING]
    of_group = Counter(coming)
    kept = KeptPlaces.objects.filter(gathering=gathering).values_list("group", "number")
    left = {group: max(number - of_group[group], 0) for group, number in kept}
    return Places(gathering.room_for, len(coming), left)


def kept_places(gathering: Gathering) -> QuerySet[KeptPlaces]:
    return KeptPlaces.objects.filter(gathering=gathering).select_related("group").order_by("group__name_en")


def attendances(gathering: Gathering) -> QuerySet[Attendance]:
    return Attendance.objects.filter(gathering=gathering).select_related("participant").order_by("id")


@dataclass(frozen=True)
class AttendanceSummary:
    """Who was there, in numbers."""

    number: int
    left_early: int
    by_table: dict[int, int]
    by_language: dict[str, int]


def attendance_summary(gathering: Gathering) -> AttendanceSummary:
    rows = list(attendances(gathering).values_list("table", "left_early", "participant__language"))
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
    at_gatherings: int
    talks: int
    people: int


def people_reached_count(partnership: Partnership) -> Reached:
    """Someone counts who was at a gathering, said something or voted."""
    came = Attendance.objects.filter(gathering__partnership=partnership)
    met, alone = came.exclude(gathering__kind=EventType.TALKS), came.filter(gathering__kind=EventType.TALKS)
    there = came.values("participant")
    spoke = Statement.objects.filter(conversation__partnership=partnership, author__isnull=False)
    voted = Vote.objects.filter(conversation__partnership=partnership)
    people = there.union(spoke.values("author__participant"), voted.values("participation__participant"))
    return Reached(met.count(), met.values("participant").distinct().count(), alone.count(), people.count())


def participants_reached(partnership: Partnership) -> QuerySet[Participant]:
    """The people behind the number, for statistics by area: never shown one by one."""
    came = Attendance.objects.filter(gathering__partnership=partnership).values("participant")
    spoke = Statement.objects.filter(conversation__partnership=partnership)
    voted = Vote.objects.filter(conversation__partnership=partnership)
    return Participant.objects.filter(
        Q(pk__in=came)
        | Q(pk__in=spoke.filter(author__isnull=False).values("author__participant"))
        | Q(pk__in=voted.values("participation__participant"))
    )


# --- What was said ------------------------------------------------------------------------------------------------


def said_at(gathering: Gathering) -> QuerySet[Statement]:
    """Everything that was said at a gathering and that nobody has taken back, in the order it was written down."""
    heard = statements_heard(gathering.partnership).filter(contribution__gathering=gathering)
    return heard.select_related("contribution__item__conversation").order_by("contribution__id")


def latest_contributions(gathering: Gathering, by, how_many: int = 8) -> list[Contribution]:
    """What this person wrote down last, the newest first: to see that it landed, and to take a slip out."""
    mine = Contribution.objects.filter(gathering=gathering, by=by).select_related("statement", "item")
    return list(mine.order_by("-id")[:how_many])


def contribution_in(gathering: Gathering, statement_pk) -> Contribution | None:
    found = Contribution.objects.filter(gathering=gathering, statement=statement_pk)
    return found.select_related("statement__conversation__partnership").first()


def contribution_with_key(key: UUID) -> Contribution | None:
    return Contribution.objects.filter(key=key).select_related("statement").first()


def marks(gathering: Gathering) -> dict[str, int]:
    counted = Mark.objects.filter(gathering=gathering).values_list("moment").annotate(number=Count("id"))
    return dict(counted)


# --- After --------------------------------------------------------------------------------------------------------


def reflections(gathering: Gathering, viewer) -> QuerySet[Reflection]:
    """What facilitators shared, and one's own."""
    seen = Q(shared=True) | Q(by=viewer)
    return Reflection.objects.filter(seen, gathering=gathering).select_related("by").order_by("at")


def pulse_counts(gathering: Gathering) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {}
    for question, answer, number in PulseCount.objects.filter(gathering=gathering).values_list(
        "question", "answer", "number"
    ):
        counts.setdefault(question, {})[answer] = number
    return counts


def promises_of_event(gathering: Gathering) -> QuerySet[PromiseMade]:
    return PromiseMade.objects.filter(gathering=gathering).select_related("by").order_by("at")


def promises_made_in(partnership: Partnership) -> QuerySet[PromiseMade]:
    return PromiseMade.objects.filter(partnership=partnership).select_related("gathering").order_by("at")


def claims(gathering: Gathering) -> QuerySet[Claim]:
    return Claim.objects.filter(gathering=gathering).select_related("payment").order_by("claimed_on", "id")


def claim_in(gathering: Gathering, pk) -> Claim | None:
    return claims(gathering).filter(pk=pk).first()


@dataclass(frozen=True)
class ClaimsSummary:
    """What was claimed at a gathering, what of it is paid, and how many days it took (the middle one)."""

    claimed: object
    paid: object
    unpaid: int
    days: float | None


def claims_summary(gathering: Gathering) -> ClaimsSummary:
    sums = Claim.objects.filter(gathering=gathering).aggregate(
        claimed=Sum("amount"), paid=Sum("amount", filter=Q(payment__isnull=False))
    )
    rows = claims(gathering).values_list("claimed_on", "payment__paid_on")
    took = [(paid - claimed).days for claimed, paid in rows if paid is not None]
    unpaid = sum(paid is None for _, paid in rows)
    return ClaimsSummary(sums["claimed"] or 0, sums["paid"] or 0, unpaid, median(took) if took else None)


def last_asked_at(partnership: Partnership) -> dict[UUID, datetime]:
    """For each conversation that was asked at gatherings that were held: when the last of them ended."""
    held = Gathering.objects.filter(partnership=partnership).annotate(state=_newest_state())
    asked = AgendaItem.objects.filter(gathering__in=held.filter(state=Stage.HELD), conversation__isnull=False)
    return dict(asked.values_list("conversation").annotate(last=Max("gathering__ends_at")))


# --- Letters ------------------------------------------------------------------------------------------------------


def letters_due(at: datetime) -> list[tuple[SignUp, str, str]]:
    """Who has to be written to now, about what, and where: a place, a reminder, or that it does not take place."""
    newest = SignUpState.objects.filter(sign_up=OuterRef("pk")).order_by("-id")
    state = GatheringState.objects.filter(gathering=OuterRef("gathering")).order_by("-id")
    address = Contact.objects.filter(participant=OuterRef("participant"))
    waiting = (
        SignUp.objects.filter(gathering__starts_at__gt=at)
        .annotate(
            step=Subquery(newest.values("state")[:1]),
            stage=Subquery(state.values("state")[:1]),
            email=Subquery(address.values("email")[:1]),
        )
        .filter(email__isnull=False, step=SignUpStep.COMING)
        .select_related("gathering__partnership", "participant")
        .prefetch_related("letters")
    )
    due = []
    for sign_up in waiting:
        about = _due_about(sign_up, at)
        if about and about not in {letter.about for letter in sign_up.letters.all()}:
            due.append((sign_up, about, sign_up.email))
    return due


def _due_about(sign_up: SignUp, at: datetime) -> str | None:
    if sign_up.stage == Stage.CANCELLED:
        return "cancelled"
    if sign_up.stage != Stage.ANNOUNCED:
        return None
    if sign_up.gathering.starts_at - at <= REMIND_BEFORE:
        return "reminder"
    return "place"


# --- On the thread ------------------------------------------------------------------------------------------------


def show_promises_made(promises: QuerySet[PromiseMade], reader: Reader) -> dict[UUID, RenderedNode]:
    """A promise made in the room is for the partnership until it is taken on."""
    return {
        p.pk: RenderedNode(LanguageText(p.text, p.language), p.get_side_display())
        for p in promises
        if reader.is_member
    }


# --- Pictures of sheets -------------------------------------------------------------------------------------------


def photos_of(gathering: Gathering) -> QuerySet[SheetPhoto]:
    return SheetPhoto.objects.filter(gathering=gathering).order_by("table", "at")


def photo_in(gathering: Gathering, pk) -> SheetPhoto | None:
    found = SheetPhoto.objects.filter(gathering=gathering, pk=pk)
    return found.select_related("upload", "gathering__partnership").first()
