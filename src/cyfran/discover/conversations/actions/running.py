"""For organisers: begin a conversation, open and close it, issue paper codes."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.wording.actions import correct_texts
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.labels import add_participant
from cyfran.discover.conversations.models import (
    Conversation,
    ConversationState,
    PublicationState,
)
from cyfran.discover.conversations.queries import open_statements, state_of
from cyfran.ground.partnerships.actions import require_phase
from cyfran.ground.partnerships.models import Partnership, Phase
from cyfran.ground.people.actions import give_join_code, personal_code, welcome_participant
from cyfran.ground.people.models import Route

MOST_CODES = 200


@transaction.atomic
def begin_conversation(
    *,
    partnership: Partnership,
    question: tuple[str, str],
    by: User,
    at: datetime,
    introduction: tuple[str, str] = ("", ""),
    is_agenda_question: bool = False,
) -> Conversation:
    """Begin a conversation as a draft. Texts are (English, Welsh)."""
    require(rules.may_begin(by, partnership))
    conversation = Conversation.objects.create(
        partnership=partnership,
        question_en=question[0],
        question_cy=question[1],
        introduction_en=introduction[0],
        introduction_cy=introduction[1],
        join_code=give_join_code(at=at),
        began_at=at,
        began_by=by,
        is_agenda_question=is_agenda_question,
    )
    ConversationState.objects.create(conversation=conversation, state=PublicationState.DRAFT, at=at, by=by)
    log_event("conversation.begun", conversation, by=by, at=at, within=partnership.pk)
    return conversation


@transaction.atomic
def change_conversation(
    *,
    conversation: Conversation,
    question: tuple[str, str],
    introduction: tuple[str, str],
    by: User,
    at: datetime,
) -> None:
    """Correct a conversation's question, until somebody takes part in it, and its introduction."""
    require(rules.may_run(by, conversation))
    is_same_question = question == (conversation.question_en, conversation.question_cy)
    require(is_same_question or not conversation.participations.exists(), "question_answered_already")
    texts = {"question": question, "introduction": introduction}
    within = conversation.partnership_id
    correct_texts(conversation, "conversation.changed", texts, within=within, by=by, at=at)


@transaction.atomic
def set_state(
    *, conversation: Conversation, state: str, by: User, at: datetime, may_be_empty: bool = False
) -> None:
    """Open a conversation to answers, or close it. It can be opened again; every change is kept.

    It opens once there is something to vote on, unless it ``may_be_empty``, as where an event asks it: a room fills it.
    """
    require(rules.may_run(by, conversation))
    require(state != PublicationState.DRAFT and state != state_of(conversation), "state_set_already")
    may_be_empty = may_be_empty or conversation.is_agenda_question or state != PublicationState.OPEN
    if state == PublicationState.OPEN and not may_be_empty:
        require_phase(conversation.partnership, Phase.DISCOVER, at=at)
    require(may_be_empty or open_statements(conversation).exists(), "conversation_has_no_statements")
    ConversationState.objects.create(conversation=conversation, state=state, at=at, by=by)
    log_event(f"conversation.{state}", conversation, by=by, at=at, within=conversation.partnership_id)


@transaction.atomic
def issue_paper_codes(*, conversation: Conversation, how_many: int, by: User, at: datetime) -> list[str]:
    """Create participants with a personal code each, to print and hand out, and return the codes."""
    require(rules.may_run(by, conversation))
    require(1 <= how_many <= MOST_CODES, "codes_out_of_range", most=MOST_CODES)
    codes = [personal_code() for _ in range(how_many)]
    for code in codes:
        participant = welcome_participant(route=Route.PAPER, language="cy", at=at, code=code)
        add_participant(conversation, participant, at)
    log_event("codes.issued", conversation, by=by, at=at, within=conversation.partnership_id, number=how_many)
    return codes
