"""Actions on conversations: begin and open them, let people join, save statements, votes and landscapes."""

from .importing import import_conversation
from .labels import LONGEST_STATEMENT
from .landscapes import renew_landscape, renew_stale_landscapes
from .moderating import appeal, decide, translate_statement
from .running import MOST_CODES, begin_conversation, change_conversation, issue_paper_codes, set_state
from .seeds import add_seed, change_seed, remove_seed
from .taking_part import (
    MOST_WAITING,
    add_new_answer,
    cast_vote,
    cast_votes,
    change_consents,
    erase,
    give_code,
    join,
    submit_statement,
)
from .writing_down import LONGEST_NOTE, withdraw_statement, write_down, write_down_unnamed

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_STATEMENT",
    "MOST_CODES",
    "MOST_WAITING",
    "add_new_answer",
    "add_seed",
    "appeal",
    "begin_conversation",
    "cast_vote",
    "cast_votes",
    "change_consents",
    "change_conversation",
    "change_seed",
    "decide",
    "erase",
    "give_code",
    "import_conversation",
    "issue_paper_codes",
    "join",
    "remove_seed",
    "renew_landscape",
    "renew_stale_landscapes",
    "set_state",
    "submit_statement",
    "translate_statement",
    "withdraw_statement",
    "write_down",
    "write_down_unnamed",
]
