"""Actions on conversations: begin and open them, let people join, save statements, votes and landscapes."""

from .importing import import_conversation
from .labels import LONGEST_STATEMENT
from .landscapes import renew_landscape, renew_stale_landscapes
from .running import (
    MOST_CODES,
    add_statement,
    begin_conversation,
    change_conversation,
    decide,
    issue_paper_codes,
    set_state,
    translate_statement,
)
from .taking_part import cast_vote, cast_votes, change_consents, erase, give_code, join, submit_statement
from .writing_down import LONGEST_NOTE, withdraw_statement, write_down, write_down_unnamed

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_STATEMENT",
    "MOST_CODES",
    "add_statement",
    "begin_conversation",
    "cast_vote",
    "cast_votes",
    "change_consents",
    "change_conversation",
    "decide",
    "erase",
    "give_code",
    "import_conversation",
    "issue_paper_codes",
    "join",
    "renew_landscape",
    "renew_stale_landscapes",
    "set_state",
    "submit_statement",
    "translate_statement",
    "withdraw_statement",
    "write_down",
    "write_down_unnamed",
]
