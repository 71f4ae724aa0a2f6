"""For those who take part: come in, say something, vote, come back, take everything away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.labels import add_participant, new_statement
from cyfran.discover.conversations.models import Conversation, Landscape, Participation, Statement, Vote
from cyfran.discover.conversations.queries import open_statements, state_of
from cyfran.ground.people.actions import forget, give_consents, personal_code, welcome_participant
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Participant
from cyfran.ground.people.queries import code_digest, consents_of, may_be_kept


@transaction.atomic
def join(
    *,
    conversation: Conversation,
    participant: Participant | None,
    text: ConsentText,
    given: set[str],
    route: str,
    language: str,
    at: datetime,
) -> Participation:
    """Someone takes part, without an account, once they have said what may be done with what they say."""
    require(rules.takes_answers(state_of(conversation)), "conversation_not_open")
    if participant is None:
        participant = welcome_participant(route=route, language=language, at=at)
    give_consents(participant=participant, text=text, given=given, language=language, how=route, at=at)
    return add_participant(conversation, participant, at)


@transaction.atomic
def say(*, participation: Participation, text: str, language: str, at: datetime) -> Statement:
    """A participant adds a statement. Others see it once a moderator has read it."""
    conversation = participation.conversation
    _require_taking_part(participation)
    said_before = Statement.objects.filter(author=participation, text=text).first()
    if said_before:  # pressed twice, or sent again after a lost signal
        return said_before
    route = participation.participant.route
    return new_statement(conversation, text, language, author=participation, route=route, at=at)


@transaction.atomic
def give_code(*, participant: Participant, at: datetime) -> str:
    """Give someone a code to come back with, on any device. A new one replaces the old one."""
    code = personal_code()
    Participant.objects.filter(pk=participant.pk).update(code_digest=code_digest(code))
    log_event("participant.code_given", participant, by=None, at=at)
    return code


@transaction.atomic
def cast_vote(
    *,
    participation: Participation,
    statement: Statement,
    answer: int,
    selection_probability: float | None,
    at: datetime,
) -> Vote:
    """Keep an answer. Answering again adds a row; the last one counts."""
    conversation = participation.conversation
    _require_taking_part(participation)
    require(open_statements(conversation).filter(pk=statement.pk).exists(), "statement_not_open")
    return Vote.objects.create(
        conversation=conversation,
        statement=statement,
        participation=participation,
        answer=answer,
        selection_probability=selection_probability,
        at=at,
    )


def cast_votes(*, participation: Participation, answers: list[tuple[UUID, int]], at: datetime) -> int:
    """Keep several answers of one person, in the order they were given, and give how many were new.

    An answer that says what their last one said adds nothing: so what is sent twice is kept once. Called within a
    transaction, for statements of the conversation that can be voted on.
    """
    require(may_be_kept(participation.participant_id), "consent_needed")
    asked = {pk for pk, _ in answers}
    earlier = Vote.objects.filter(participation=participation, statement__in=asked).order_by("id")
    last = dict(earlier.values_list("statement", "answer"))
    new = []
    for pk, answer in answers:
        if last.get(pk) != answer:
            last[pk] = answer
            new.append(
                Vote(
                    conversation_id=participation.conversation_id,
                    statement_id=pk,
                    participation=participation,
                    answer=answer,
                    at=at,
                )
            )
    Vote.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def change_consents(
    *, participation: Participation, text: ConsentText, given: set[str], language: str, at: datetime
) -> None:
    """Someone allows more, or less. What they no longer allow is shown nowhere from now on.

    That we may keep what they said is not for this page: without it everything is taken back (``erase``).
    """
    participant = participation.participant
    given = {ConsentPurpose.RECORD, *given} if consents_of(participant).get(ConsentPurpose.RECORD) else given
    give_consents(
        participant=participant, text=text, given=given, language=language, how=participant.route, at=at
    )
    log_event("participant.consents_changed", participant, by=None, at=at)


def _require_taking_part(participation: Participation) -> None:
    require(rules.takes_answers(state_of(participation.conversation)), "conversation_not_open")
    require(may_be_kept(participation.participant_id), "consent_needed")


@transaction.atomic
def erase(*, participation: Participation, at: datetime) -> None:
    """Take everything away that someone gave: votes, statements with others' votes on them, and who they were.

    A statement that others voted on goes too: the words are theirs. Results that were worked out with them in go as well,
    and are worked out anew without them. Only that an erasure happened is kept.
    """
    participant = participation.participant
    Landscape.objects.filter(conversation__participations__participant=participant).delete()
    own = Statement.objects.filter(author__participant=participant)
    Vote.objects.filter(statement__in=own).delete()
    Vote.objects.filter(participation__participant=participant).delete()
    own.delete()
    forget(participant=participant, at=at)
