"""Conversations: their state, who may see them, where they came from, and how many people were heard."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from cyfran.core.files.models import ImportJob, Upload
from cyfran.discover.conversations.models import (
    Conversation,
    ConversationState,
    Participation,
    PublicationState,
    Statement,
    Vote,
)
from cyfran.discover.conversations.queries.statements import statements_heard, with_decisions
from cyfran.ground.partnerships.models import Partnership, Phase
from cyfran.ground.partnerships.queries import states_by_phase
from cyfran.ground.partnerships.rules import may_see_inside


def newest_state():
    states = _by_phase(ConversationState.objects.filter(conversation=OuterRef("pk")))
    return Subquery(states.order_by("-id").values("state_now")[:1])


def _by_phase(states: QuerySet[ConversationState]) -> QuerySet[ConversationState]:
    return states_by_phase(states, "conversation__partnership", Phase.DISCOVER)


def conversations_of(partnership: Partnership, viewer) -> QuerySet[Conversation]:
    """The conversations of a partnership that this person may see, newest first, with how many took part."""
    conversations = Conversation.objects.filter(partnership=partnership).annotate(
        state=newest_state(), people=Count("participations")
    )
    if not may_see_inside(viewer, partnership):
        conversations = conversations.filter(is_agenda_question=False).exclude(state=PublicationState.DRAFT)
    return conversations.order_by("-began_at")


def conversation_in(partnership: Partnership, pk) -> QuerySet[Conversation]:
    return Conversation.objects.filter(partnership=partnership, pk=pk).annotate(state=newest_state())


def conversation_with_code(code: str) -> Conversation | None:
    with_state = Conversation.objects.filter(join_code=code.upper()).annotate(state=newest_state())
    return with_state.select_related("partnership__place").first()


def conversation_with_id(pk) -> Conversation | None:
    with_state = Conversation.objects.filter(pk=pk).annotate(state=newest_state())
    return with_state.select_related("partnership__place").first()


def opened_conversation_with_code(code: str) -> Conversation | None:
    """Return the conversation of a join code, or None: a draft is not there for anybody yet."""
    conversation = conversation_with_code(code)
    return conversation if conversation and conversation.state != PublicationState.DRAFT else None


def state_of(conversation: Conversation) -> str:
    return _by_phase(ConversationState.objects.filter(conversation=conversation)).latest("id").state_now


@dataclass(frozen=True)
class HeardSummary:
    """How many people a partnership has heard, and how many statements wait for moderation, by conversation."""

    people: int
    statements: int
    waiting: dict[Conversation, int]


def heard_summary(partnership: Partnership) -> HeardSummary:
    taking_part = Participation.objects.filter(conversation__partnership=partnership)
    has_contributed = Q(Exists(Vote.objects.filter(participation=OuterRef("pk"))))
    has_contributed |= Q(Exists(Statement.objects.filter(author=OuterRef("pk"))))
    statements = with_decisions(Statement.objects.filter(conversation__partnership=partnership))
    to_decide = Q(accepted__isnull=True) | Q(accepted=False, appeal__at__gte=F("decided_at"))
    waiting_counts: dict[Conversation, int] = {}
    for statement in statements.filter(to_decide, taken_back=False).select_related("conversation"):
        waiting_counts[statement.conversation] = waiting_counts.get(statement.conversation, 0) + 1
    return HeardSummary(
        people=taking_part.filter(has_contributed).values("participant").distinct().count(),
        statements=statements_heard(partnership).count(),
        waiting=waiting_counts,
    )


def conversation_of_import(import_job: ImportJob) -> Conversation | None:
    return Conversation.objects.filter(import_job=import_job).first()


def files_of_import(import_job_id: str, partnership_id: str) -> tuple[ImportJob, Upload, Upload, Partnership]:
    """Return an import job, its files of votes and of comments, and the partnership of the conversation."""
    import_job = ImportJob.objects.select_related("by").get(pk=import_job_id)
    uploads = {upload.purpose: upload for upload in import_job.uploads.all()}
    return (
        import_job,
        uploads["polis.votes"],
        uploads["polis.comments"],
        Partnership.objects.get(pk=partnership_id),
    )


def imports_of(partnership: Partnership, pk) -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(purpose="polis", within=partnership.pk, pk=pk)
