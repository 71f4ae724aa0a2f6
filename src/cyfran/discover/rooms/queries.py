"""Reading a room: its current question, its statements and votes, and who has not spoken yet."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value

from cyfran.discover.conversations.models import (
    Conversation,
    ConversationState,
    ModerationDecision,
    Participation,
    Statement,
    Translation,
    Vote,
)
from cyfran.discover.conversations.queries import open_statements, state_of, waiting_statements
from cyfran.discover.conversations.rules import takes_answers
from cyfran.discover.events.models import AgendaItem, Event
from cyfran.discover.rooms.models import Room, RoomSeat, RoomStep
from cyfran.ground.people.models import Consent, ConsentPurpose, Participant

MOST_STATEMENTS = 200  # on one phone; the newest


def room_with_code(code: str) -> Room | None:
    rooms = Room.objects.filter(join_code=code.upper())
    return rooms.select_related("event__partnership__place", "by").first()


def room_of(event: Event) -> Room | None:
    rooms = Room.objects.filter(event=event)
    return rooms.select_related("event__partnership__place", "by").first()


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


def seat_count(room: Room) -> int:
    return RoomSeat.objects.filter(room=room).count()


@dataclass(frozen=True)
class CurrentQuestion:
    """The question a room is asked now, and the statements to it in the order they were made."""

    version: str
    is_over: bool
    item: AgendaItem | None
    statements: list[Statement]

    @property
    def conversation(self) -> Conversation | None:
        return self.item.conversation if self.item else None


def current_question(room: Room) -> CurrentQuestion:
    step = step_of(room)
    if step.item is None:
        return CurrentQuestion(f"{step.pk}", step.is_over, None, [])
    open_ones = open_statements(step.item.conversation).select_related(None)
    statements = list(open_ones.order_by("-number")[:MOST_STATEMENTS])[::-1]
    last_decision = max((statement.decided_at.timestamp() for statement in statements), default=0)
    return CurrentQuestion(
        f"{step.pk}.{len(statements)}.{last_decision:.6f}", step.is_over, step.item, statements
    )


def room_basis(room: Room) -> tuple:
    """Return, by one query, numbers that change whenever the state of a room may have.

    What anybody allows changes with each person who joins; only what authors of statements allow is asked for.
    """
    asked = questions(room).values("conversation")
    statements = Statement.objects.filter(conversation__in=asked)
    quotes = Consent.objects.filter(
        purpose=ConsentPurpose.QUOTE, participant__participations__statements__conversation__in=asked
    )
    parts = {
        "decision": _newest(ModerationDecision.objects.all()),
        "state": _newest(ConversationState.objects.all()),
        "translation": _newest(Translation.objects.all()),
        "quote": _newest(quotes),
        "number": Subquery(
            statements.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
        ),
    }
    step = RoomStep.objects.filter(room=room).order_by("-id")
    return step.annotate(**parts).values_list("id", *parts).first() or ()


def _newest(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by("-id").values("id")[:1])


def newest_waiting(question: CurrentQuestion) -> QuerySet[Statement]:
    """Return the statements to this question that wait for moderation, the newest first."""
    if question.conversation is None:
        return Statement.objects.none()
    return waiting_statements(question.conversation).order_by("-at", "-id")


def statements_to_vote_on(room: Room) -> dict[UUID, UUID]:
    """Return the conversation of every statement that can be voted on in a room, earlier questions included."""
    open_conversations = [
        item.conversation for item in questions(room) if takes_answers(state_of(item.conversation))
    ]
    return {
        statement_id: conversation.pk
        for conversation in open_conversations
        for statement_id in open_statements(conversation).values_list("pk", flat=True)
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


def tallies(question: CurrentQuestion) -> list[VoteTally]:
    """Return the votes on each statement, the one most voted on first."""
    if question.conversation is None:
        return []
    last_votes = (
        Vote.objects.filter(conversation=question.conversation)
        .values("participation", "statement")
        .annotate(last=Max("id"))
        .values("last")
    )
    vote_counts = (
        Vote.objects.filter(pk__in=last_votes).values("statement", "answer").annotate(number=Count("id"))
    )
    count_by_answer = {(row["statement"], row["answer"]): row["number"] for row in vote_counts}
    vote_tallies = [
        VoteTally(statement, *(count_by_answer.get((statement.pk, answer), 0) for answer in (1, -1, 0)))
        for statement in question.statements
    ]
    return sorted(vote_tallies, key=lambda tally: (-tally.votes, tally.statement.number))


@dataclass(frozen=True)
class QuietGroup:
    """How many people of one table or language are in the room, have not voted, and have made no statement."""

    name: object
    seated: int
    not_voted: int
    not_said: int


def quiet_groups(room: Room, question: CurrentQuestion) -> tuple[list[QuietGroup], list[QuietGroup]]:
    """Return who has not spoken yet to this question, by table and by language, never by person."""
    participations = Participation.objects.filter(
        conversation=question.conversation, participant=OuterRef("participant")
    )
    vote_counts = (
        Vote.objects.filter(participation=OuterRef("part")).values("participation").annotate(n=Count("id"))
    )
    statement_counts = (
        Statement.objects.filter(author=OuterRef("part")).values("author").annotate(n=Count("id"))
    )
    seats = (
        RoomSeat.objects.filter(room=room)
        .annotate(part=Subquery(participations.values("pk")[:1]))
        .annotate(voted=Subquery(vote_counts.values("n")), said=Subquery(statement_counts.values("n")))
    )
    counts = {
        "seated": Count("id"),
        "not_voted": Count("id", filter=Q(voted__isnull=True)),
        "not_said": Count("id", filter=Q(said__isnull=True)),
    }
    by_table = seats.values("table").annotate(**counts).order_by("table")
    by_language = seats.values("language").annotate(**counts).order_by("language")

    def rows(groups, name: str) -> list[QuietGroup]:
        return [
            QuietGroup(group[name], group["seated"], group["not_voted"], group["not_said"])
            for group in groups
        ]

    return rows(by_table, "table"), rows(by_language, "language")
