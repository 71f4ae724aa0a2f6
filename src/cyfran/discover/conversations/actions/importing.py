"""Save a conversation that was held in Polis."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.files.models import ImportJob
from cyfran.core.language import LANGUAGES
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.running import begin_conversation
from cyfran.discover.conversations.exchange import REJECTED, PolisExport
from cyfran.discover.conversations.models import (
    Conversation,
    ConversationState,
    ModerationDecision,
    Participation,
    PublicationState,
    RejectionGround,
    Statement,
    Vote,
)
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Participant, Route

BATCH = 2000


@transaction.atomic
def import_conversation(
    *,
    partnership: Partnership,
    question: tuple[str, str],
    language: str,
    export: PolisExport,
    import_job: ImportJob,
    by: User,
    at: datetime,
) -> Conversation:
    """Save a Polis export as a closed conversation, all of it or nothing."""
    require(rules.may_import(by, partnership))
    conversation = begin_conversation(partnership=partnership, question=question, by=by, at=at)
    Conversation.objects.filter(pk=conversation.pk).update(import_job=import_job)
    ConversationState.objects.create(conversation=conversation, state=PublicationState.CLOSED, at=at, by=by)
    participations = _import_people(conversation, export, language, at)
    statements = _import_statements(conversation, export, participations, language, by, at)
    _import_votes(conversation, export, participations, statements, at)
    log_event("conversation.imported", conversation, by=by, at=at, within=partnership.pk, **export.summary)
    return conversation


def _import_people(
    conversation, export: PolisExport, language: str, at: datetime
) -> dict[str, Participation]:
    labels = dict.fromkeys(
        [*export.voters, *(statement.author for statement in export.statements if statement.author)]
    )
    spoken_language = language if language in LANGUAGES else "en"
    participants = [Participant(joined_at=at, route=Route.IMPORT, language=spoken_language) for _ in labels]
    Participant.objects.bulk_create(participants, batch_size=BATCH)
    participations = {
        label: Participation(conversation=conversation, participant=participant, number=i, label=label, at=at)
        for i, (label, participant) in enumerate(zip(labels, participants, strict=True), start=1)
    }
    Participation.objects.bulk_create(participations.values(), batch_size=BATCH)
    return participations


def _import_statements(
    conversation, export: PolisExport, participations, language, by, at
) -> dict[str, Statement]:
    statements = {
        statement.label: Statement(
            conversation=conversation,
            number=i,
            label=statement.label,
            text=statement.text or statement.label,
            language=language,
            author=participations.get(statement.author),
            route=Route.IMPORT,
            is_seed=statement.is_seed,
            at=_moment(statement.at) if statement.at is not None else at,
        )
        for i, statement in enumerate(export.statements, start=1)
    }
    Statement.objects.bulk_create(statements.values(), batch_size=BATCH)
    # Polis lets people vote on what nobody has moderated yet; so did these people
    decisions = [
        ModerationDecision(
            statement=statements[statement.label],
            accepted=statement.moderated != REJECTED,
            ground=RejectionGround.IMPORTED,
            at=at,
            by=by,
        )
        for statement in export.statements
    ]
    ModerationDecision.objects.bulk_create(decisions, batch_size=BATCH)
    return statements


def _import_votes(conversation, export: PolisExport, participations, statements, at: datetime) -> None:
    events = zip(export.voters, export.voted_on, export.answers, _moments(export, at), strict=True)
    votes: Iterator[Vote] = (
        Vote(
            conversation=conversation,
            participation=participations[voter],
            statement=statements[statement],
            answer=answer,
            at=moment,
        )
        for voter, statement, answer, moment in events
    )
    while batch := list(islice(votes, BATCH)):
        Vote.objects.bulk_create(batch)


def _moments(export: PolisExport, at: datetime) -> Iterator[datetime]:
    """Return when each vote was cast. Where the file has no times, rows are a millisecond apart, the last one cast now."""
    if export.at:
        return (_moment(milliseconds) for milliseconds in export.at)
    return (at - timedelta(milliseconds=number) for number in reversed(range(len(export.answers))))


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
