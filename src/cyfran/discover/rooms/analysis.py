"""How sure the shares on the big screen are: the same interval as everywhere."""

from dataclasses import dataclass

import numpy as np

from cyfran.discover.conversations.models import Statement
from cyfran.discover.rooms.queries import VoteTally
from cyfran.methods.opinion.intervals import wilson

FEWEST_FOR_SHARE = 10  # votes: with fewer, a share would say little and point at people


@dataclass(frozen=True)
class StatementBar:
    """A statement with its votes, and with the share who agree once enough have voted."""

    statement: Statement
    seen: int
    agree: int
    disagree: int
    passed: int
    share: float | None
    low: float | None
    high: float | None


def bars(tallies: list[VoteTally], how_many: int = 8) -> list[StatementBar]:
    """The most answered first; what was let through last is always there, or the room would never see it rise."""
    shown = tallies[:how_many]
    newest = max(tallies, key=lambda tally: tally.statement.decided_at, default=None)
    if newest and newest not in shown:
        shown = [*shown[:-1], newest]
    return [_bar(tally) for tally in shown]


def _bar(tally: VoteTally) -> StatementBar:
    counts = (tally.statement, tally.votes, tally.agree, tally.disagree, tally.passed)
    if tally.votes < FEWEST_FOR_SHARE:
        return StatementBar(*counts, None, None, None)
    low, high = wilson(np.array([tally.agree]), np.array([tally.votes]))
    return StatementBar(*counts, tally.agree / tally.votes, float(low[0]), float(high[0]))
