"""Statements made on paper or aloud, entered by staff for people who do not use the site themselves."""

from datetime import datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.discover.conversations import rules
from cyfran.discover.conversations.actions.labels import add_participant, new_statement
from cyfran.discover.conversations.models import (
    Conversation,
    Landscape,
    PublicationState,
    SpokenConsent,
    Statement,
    Vote,
)
from cyfran.discover.conversations.queries import participation_of, state_of
from cyfran.ground.people.actions import give_consents, welcome_participant
from cyfran.ground.people.models import ConsentPurpose, ConsentText, Participant, Route
from cyfran.ground.people.queries import consents_of, participant_with_code

LONGEST_NOTE = 2000


@transaction.atomic
def write_down(
    *,
    conversation: Conversation,
    code: str,
    text: str,
    language: str,
    consent_text: ConsentText,
    given: set[str],
    by: User,
    at: datetime,
    route: str = Route.IN_PERSON,
    holder: Participant | None = None,
) -> Statement:
    """Save what someone said on paper or aloud, under the code they hold, with the consents they gave.

    ``holder`` is the participant the code belongs to, where the caller has looked it up. What they allowed before, by
    themselves, stays as it is: whether these words may be quoted is kept with the words alone. Without a code the statement
    is saved too, but its author cannot come back to it. Allowed after a conversation has closed, as cards come in late. It
    is moderated like any other statement.
    """
    require(rules.may_write_down(by, conversation.partnership))
    require(state_of(conversation) != PublicationState.DRAFT, "conversation_not_open")
    require(ConsentPurpose.RECORD in given, "consent_needed_to_write_down")
    participant = holder or _find_or_create_holder(code, conversation, language, route, at)
    # Whoever came by a link did not type these words: their own route would say so
    route = route if participant.route in (Route.LINK, Route.QR) else participant.route
    consents = consents_of(participant)
    require(not consents or consents.get(ConsentPurpose.RECORD, False), "consent_needed_to_write_down")
    if not consents:
        give_consents(
            participant=participant, text=consent_text, given=given, language=language, how=route, at=at
        )
    author = add_participant(conversation, participant, at)
    statement = new_statement(
        conversation, text, language, author=author, route=route, at=at, max_length=LONGEST_NOTE
    )
    if consents:
        may_quote = ConsentPurpose.QUOTE in given
        SpokenConsent.objects.create(
            statement=statement, text=consent_text, may_quote=may_quote, at=at, by=by
        )
    return statement


def _find_or_create_holder(
    code: str, conversation: Conversation, language: str, route: str, at: datetime
) -> Participant:
    if not code:
        site_language = language if language in ("en", "cy") else "cy"
        return welcome_participant(route=route, language=site_language, at=at)
    participant = participant_with_code(code)
    takes_part = participant is not None and participation_of(participant, conversation) is not None
    require(takes_part, "code_not_of_this_conversation")
    return participant


@transaction.atomic
def write_down_unnamed(
    *,
    conversation: Conversation,
    text: str,
    language: str,
    consent_text: ConsentText,
    may_quote: bool,
    by: User,
    at: datetime,
) -> Statement:
    """Save what an unknown person said aloud at an event, with the consent they gave aloud."""
    require(rules.may_write_down(by, conversation.partnership))
    require(state_of(conversation) != PublicationState.DRAFT, "conversation_not_open")
    statement = new_statement(
        conversation, text, language, author=None, route=Route.IN_PERSON, at=at, max_length=LONGEST_NOTE
    )
    SpokenConsent.objects.create(statement=statement, text=consent_text, may_quote=may_quote, at=at, by=by)
    return statement


@transaction.atomic
def withdraw_statement(*, statement: Statement, by: User, at: datetime) -> None:
    """Delete a statement that was entered by mistake, or whose author asks for it. Only that it was deleted is logged.

    Refused where the author holds a code: only they can take their words back.
    """
    conversation = statement.conversation
    require(rules.may_write_down(by, conversation.partnership))
    require(not _author_has_code(statement), "words_belong_to_participant")
    if Vote.objects.filter(statement=statement).exists():
        Landscape.objects.filter(conversation=conversation).delete()  # computed again without it
    Vote.objects.filter(statement=statement).delete()
    statement.delete()
    log_event("statement.withdrawn", conversation, by=by, at=at, within=conversation.partnership_id)


def _author_has_code(statement: Statement) -> bool:
    if statement.author is None:
        return not SpokenConsent.objects.filter(statement=statement).exists()
    author = statement.author.participant
    return author.code_digest is not None or author.route not in (Route.IN_PERSON, Route.PHONE)
