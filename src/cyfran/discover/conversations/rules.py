"""Permissions on conversations, some of which depend on their state."""

from datetime import timedelta

from cyfran.discover.conversations.models import Conversation, PublicationState
from cyfran.ground.partnerships.models import Role
from cyfran.ground.partnerships.rules import ORGANISERS, has_role, may_organise, may_see_inside

MODERATED_WITHIN = timedelta(days=2)  # after which a statement that waits is pointed out
WRITERS = (*ORGANISERS, Role.CONNECTOR)


def may_begin(user, partnership) -> bool:
    return may_organise(user, partnership)


def may_run(user, conversation: Conversation) -> bool:
    """Open and close a conversation, invite people, print."""
    return may_organise(user, conversation.partnership)


def may_write_down(user, partnership) -> bool:
    """Enter what someone said on paper or aloud."""
    return has_role(user, partnership, *WRITERS)


def may_moderate(user, conversation: Conversation) -> bool:
    return may_organise(user, conversation.partnership)


def may_import(user, partnership) -> bool:
    return may_organise(user, partnership)


def may_see(user, conversation: Conversation, state: str) -> bool:
    """Drafts and questions of an agenda are visible within the partnership, anything else that was opened to everyone."""
    is_public = state != PublicationState.DRAFT and not conversation.is_agenda_question
    return is_public or may_see_inside(user, conversation.partnership)


def takes_answers(state: str) -> bool:
    return state == PublicationState.OPEN


def may_download(user, conversation: Conversation) -> bool:
    """Download single votes and map coordinates: members only."""
    return may_see_inside(user, conversation.partnership)
