"""Seeds: statements that organisers put forward, so that there is something to vote on."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.language import other_language
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.labels import check_length, new_statement
from cyfran.discover.conversations.actions.moderating import decide, translate_statement
from cyfran.discover.conversations.models import Conversation, RejectionGround, Statement
from cyfran.ground.people.models import Route

OWN = {"translations", "decisions"}  # what belongs to a statement, and goes with it


@transaction.atomic
def add_seed(
    *, conversation: Conversation, text: str, language: str, by: User, at: datetime, translation: str = ""
) -> Statement:
    """Add a seed, with a translation if there is one. It is accepted at once, without moderation."""
    require(rules.may_run(by, conversation))
    same = conversation.statements.filter(is_seed=True, text=text.strip())
    require(not same.exists(), "seed_there_already")
    statement = new_statement(
        conversation, text, language, author=None, route=Route.IN_PERSON, is_seed=True, at=at
    )
    if translation:
        other = other_language(language)
        translate_statement(statement=statement, language=other, text=translation, by=by, at=at)
    decide(statement=statement, accepted=True, ground=RejectionGround.FITS, reason="", by=by, at=at)
    return statement


@transaction.atomic
def change_seed(
    *, statement: Statement, text: str, language: str, by: User, at: datetime, translation: str = ""
) -> None:
    """Correct a seed and its translation, until somebody votes on it. What stood before is kept in the log."""
    _require_unanswered(statement, by)
    check_length(text)
    within = statement.conversation.partnership_id
    before = {"text": statement.text, "language": statement.language}
    statement.text, statement.language = text.strip(), language
    statement.save(update_fields=["text", "language"])
    log_event("statement.changed", statement, by=by, at=at, within=within, before=before)
    statement.translations.all().delete()
    if translation:
        other = other_language(language)
        translate_statement(statement=statement, language=other, text=translation, by=by, at=at)


@transaction.atomic
def remove_seed(*, statement: Statement, by: User, at: datetime) -> None:
    """Remove a seed that nobody has voted on. One that was voted on can be rejected, with a reason."""
    _require_unanswered(statement, by)
    conversation = statement.conversation
    log_event("statement.withdrawn", conversation, by=by, at=at, within=conversation.partnership_id)
    statement.delete()


def _require_unanswered(statement: Statement, by: User) -> None:
    require(rules.may_run(by, statement.conversation) and statement.is_seed)
    require(not statement.votes.exists(), "statement_voted_on")
    # What was printed on paper, or is in a theme or an insight, is what it was
    leans_on_it = (relation for relation in statement._meta.related_objects if relation.name not in OWN)
    require(not any(_exists(relation, statement) for relation in leans_on_it), "statement_used")


def _exists(relation, statement: Statement) -> bool:
    return relation.related_model._base_manager.filter(**{relation.field.name: statement}).exists()
