"""For participants: join, submit statements, vote, get a code to return with, change consents, erase everything."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.labels import add_participant, new_statement
from cyfran.discover.conversations.models import Conversation, Landscape, Participation, Statement, Vote
from cyfran.discover.conversations.queries import open_statements, state_of
from cyfran.ground.people.actions import forget, give_consents, personal_code, welcome_participant
from cyfran.ground.people.models import Consent, ConsentPurpose, ConsentText, Participant
from cyfran.ground.people.queries import code_digest, consents_of, may_be_kept

MOST_WAITING = 50  # statements of one person that nobody has read yet: nobody can bury those of others


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
    """Let someone take part, without an account, with the consents they gave."""
    require(rules.takes_answers(state_of(conversation)), "conversation_not_open")
    if participant is None:
        participant = welcome_participant(route=route, language=language, at=at)
    give_consents(participant=participant, text=text, given=given, language=language, how=route, at=at)
    return add_participant(conversation, participant, at)


@transaction.atomic
def submit_statement(*, participation: Participation, text: str, language: str, at: datetime) -> Statement:
    """Save a participant's statement. Others see it once a moderator has accepted it."""
    conversation = participation.conversation
    _require_taking_part(participation)
    existing = Statement.objects.filter(author=participation, text=text).first()
    if existing:  # pressed twice, or sent again after a lost signal
        return existing
    waiting = Statement.objects.filter(author=participation, decisions__isnull=True).count()
    require(waiting < MOST_WAITING, "too_many_waiting", most=MOST_WAITING)
    route = participation.participant.route
    return new_statement(conversation, text, language, author=participation, route=route, at=at)


@transaction.atomic
def give_code(*, participant: Participant, at: datetime) -> str:
    """Return a new personal code, with which someone can come back on any device. It replaces the old one."""
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
    """Save a vote. Voting again adds a row; the last one counts."""
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
    """Save several answers of one person, in the order they were given, and return how many were new.

    An answer equal to their last one on that statement is skipped, so that what is sent twice is saved once. Must be called
    within a transaction, and only with statements of the conversation that can be voted on.
    """
    require(may_be_kept(participation.participant_id), "consent_needed")
    lock_participation(participation.pk)
    statement_ids = {statement_id for statement_id, _ in answers}
    earlier_votes = Vote.objects.filter(participation=participation, statement__in=statement_ids).order_by(
        "id"
    )
    last_answers = dict(earlier_votes.values_list("statement", "answer"))
    new_votes = []
    for statement_id, answer in answers:
        if last_answers.get(statement_id) != answer:
            last_answers[statement_id] = answer
            new_votes.append(
                Vote(
                    conversation_id=participation.conversation_id,
                    statement_id=statement_id,
                    participation=participation,
                    answer=answer,
                    at=at,
                )
            )
    Vote.objects.bulk_create(new_votes)
    return len(new_votes)


# A person who takes part, whose newest answer allows to keep what they say, and whose last vote on the statement was another
CHANGE_VOTE = """
INSERT INTO {vote} (conversation_id, statement_id, participation_id, answer, at)
SELECT p.conversation_id, %(statement)s, p.id, %(answer)s, %(at)s FROM {participation} p
WHERE p.conversation_id = %(conversation)s AND p.participant_id = %(participant)s
  AND (SELECT c.given FROM {consent} c WHERE c.participant_id = p.participant_id AND c.purpose = %(purpose)s
       ORDER BY c.id DESC LIMIT 1)
  AND COALESCE((SELECT v.answer FROM {vote} v WHERE v.participation_id = p.id AND v.statement_id = %(statement)s
                ORDER BY v.id DESC LIMIT 1), {no_answer}) <> %(answer)s
"""
NO_ANSWER = 9  # none of those there are


def add_new_answer(
    *, conversation_pk: UUID, statement_pk: UUID, participant_pk: UUID, answer: int, at: datetime
) -> bool:
    """Save one vote by one statement of SQL if it says anything new; return whether it did.

    Must be called only with a statement of the conversation that can be voted on. Whoever does not take part yet, or no
    longer allows that their votes are kept, has nothing saved: ``cast_votes`` says why.
    """
    tables = {"vote": Vote, "participation": Participation, "consent": Consent}
    sql = CHANGE_VOTE.format(
        no_answer=NO_ANSWER,
        **{name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()},
    )
    keys = {"conversation": conversation_pk, "statement": statement_pk, "participant": participant_pk}
    as_stored = Participation._meta.pk.get_db_prep_value
    values = {name: as_stored(key, connection) for name, key in keys.items()} | {
        "answer": answer,
        "at": connection.ops.adapt_datetimefield_value(at),
        "purpose": ConsentPurpose.RECORD.value,
    }
    if not connection.features.has_select_for_update:
        return _add_row(sql, values)
    with transaction.atomic():
        found = Participation.objects.filter(conversation=conversation_pk, participant=participant_pk)
        return found.select_for_update().exists() and _add_row(sql, values)


def _add_row(sql: str, values: dict[str, object]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount == 1


def lock_participation(pk: UUID) -> None:
    """Have two sendings of one person wait for each other. SQLite lets one transaction write at a time anyway."""
    if connection.features.has_select_for_update:
        Participation.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True).first()


@transaction.atomic
def change_consents(
    *, participation: Participation, text: ConsentText, given: set[str], language: str, at: datetime
) -> None:
    """Save which uses someone allows now. What they no longer allow is shown nowhere from now on.

    Consent to keep their data cannot be withdrawn here: that is done by ``erase``.
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
    """Delete everything that someone gave: votes, statements with others' votes on them, and who they were.

    A statement that others voted on goes too: the words are theirs. Landscapes that include them are deleted as well and
    computed again without them. Only that an erasure happened is kept.
    """
    participant = participation.participant
    Landscape.objects.filter(conversation__participations__participant=participant).delete()
    own_statements = Statement.objects.filter(author__participant=participant)
    Vote.objects.filter(statement__in=own_statements).delete()
    Vote.objects.filter(participation__participant=participant).delete()
    own_statements.delete()
    forget(participant=participant, at=at)
