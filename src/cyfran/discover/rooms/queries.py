"""Reading a room: what it is asked now, what was said, who has not spoken yet."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from cyfran.discover.conversations.models import Conversation, Participation, Statement, Vote
from cyfran.discover.conversations.queries import open_statements, state_of, waiting_statements
from cyfran.discover.conversations.rules import takes_answers
from cyfran.discover.events.models import AgendaItem, Event
from cyfran.discover.rooms.models import Room, RoomSeat, RoomStep
from cyfran.ground.people.models import Participant

MOST_STATEMENTS = 200  # on one phone; the newest


def room_with_code(code: str) -> Room | None:
    found = Room.objects.filter(join_code=code.upper())
    return found.select_related("event__partnership__place", "by").first()


def room_of(event: Event) -> Room | None:
    found = Room.objects.filter(event=event)
    return found.select_related("event__partnership__place", "by").first()


def step_of(room: Room) -> RoomStep:
    return RoomStep.objects.filter(room=room).select_related("item__conversation").latest("id")


def questions(room: Room) -> QuerySet[AgendaItem]:
    """The parts of the agenda that ask something."""
    items = AgendaItem.objects.filter(event=room.event, conversation__isnull=False)
    return items.select_related("conversation").order_by("number")


def seat_of(room: Room, participant: Participant | None) -> RoomSeat | None:
    if participant is None:
        return None
    return RoomSeat.objects.filter(room=room, participant=participant).select_related("participant").first()


def number_in(room: Room) -> int:
    return RoomSeat.objects.filter(room=room).count()


@dataclass(frozen=True)
class AskedQuestion:
    """What the room sees now: the question, and what was said to it, in the order it was said."""

    version: str
    is_over: bool
    item: AgendaItem | None
    statements: list[Statement]

    @property
    def conversation(self) -> Conversation | None:
        return self.item.conversation if self.item else None


def current_question(room: Room) -> AskedQuestion:
    step = step_of(room)
    if step.item is None:
        return AskedQuestion(f"{step.pk}", step.is_over, None, [])
    said = open_statements(step.item.conversation).select_related(None)
    newest = list(said.order_by("-number")[:MOST_STATEMENTS])[::-1]
    latest = max((s.decided_at.timestamp() for s in newest), default=0)
    return AskedQuestion(f"{step.pk}.{len(newest)}.{latest:.6f}", step.is_over, step.item, newest)


def newest_waiting(asked: AskedQuestion) -> QuerySet[Statement]:
    """Return what waits to be read in the question asked now, the newest first: it is what the room just said."""
    if asked.conversation is None:
        return Statement.objects.none()
    return waiting_statements(asked.conversation).order_by("-at", "-id")


def statements_to_vote_on(room: Room) -> dict[UUID, UUID]:
    """Everything that can be voted on in a room, also what was asked before: for each statement its conversation."""
    open_now = [i.conversation for i in questions(room) if takes_answers(state_of(i.conversation))]
    return {
        pk: conversation.pk
        for conversation in open_now
        for pk in open_statements(conversation).values_list("pk", flat=True)
    }


@dataclass(frozen=True)
class VoteTally:
    """One statement with its votes, the last of each person."""

    statement: Statement
    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        return self.agree + self.disagree + self.passed


def tallies(asked: AskedQuestion) -> list[VoteTally]:
    """What the room thinks of each statement: the one most voted on first."""
    if asked.conversation is None:
        return []
    last = (
        Vote.objects.filter(conversation=asked.conversation)
        .values("participation", "statement")
        .annotate(last=Max("id"))
        .values("last")
    )
    counted = Vote.objects.filter(pk__in=last).values("statement", "answer").annotate(number=Count("id"))
    numbers = {(row["statement"], row["answer"]): row["number"] for row in counted}
    found = [
        VoteTally(s, *(numbers.get((s.pk, answer), 0) for answer in (1, -1, 0))) for s in asked.statements
    ]
    return sorted(found, key=lambda tally: (-tally.votes, tally.statement.number))


@dataclass(frozen=True)
class Quiet:
    """At one table, or in one language: how many are in the room, and how many have not answered or not said anything."""

    name: object
    seated: int
    not_voted: int
    not_said: int


def quiet_groups(room: Room, asked: AskedQuestion) -> tuple[list[Quiet], list[Quiet]]:
    """Who has not spoken yet to what is asked now, by table and by language: never by person."""
    here = Participation.objects.filter(conversation=asked.conversation, participant=OuterRef("participant"))
    voted = (
        Vote.objects.filter(participation=OuterRef("part")).values("participation").annotate(n=Count("id"))
    )
    said = Statement.objects.filter(author=OuterRef("part")).values("author").annotate(n=Count("id"))
    seats = (
        RoomSeat.objects.filter(room=room)
        .annotate(part=Subquery(here.values("pk")[:1]))
        .annotate(voted=Subquery(voted.values("n")), said=Subquery(said.values("n")))
    )
    counts = {
        "seated": Count("id"),
        "not_voted": Count("id", filter=Q(voted__isnull=True)),
        "not_said": Count("id", filter=Q(said__isnull=True)),
    }
    by_table = seats.values("table").annotate(**counts).order_by("table")
    by_language = seats.values("language").annotate(**counts).order_by("language")

    def rows(found, name: str) -> list[Quiet]:
        return [Quiet(r[name], r["seated"], r["not_voted"], r["not_said"]) for r in found]

    return rows(by_table, "table"), rows(by_language, "language")
