"""Shares on the big screen, with Wilson intervals as on every other page."""

from dataclasses import dataclass

import numpy as np

from cyfran.core.small_numbers import may_show_share
from cyfran.discover.conversations.models import Statement
from cyfran.discover.rooms.queries import VoteTally
from cyfran.methods.opinion.intervals import wilson


@dataclass(frozen=True)
class StatementBar:
    """A statement with its votes; the share who agree and its interval are None on few votes."""

    statement: Statement
    seen: int
    agree: int
    disagree: int
    passed: int
    share: float | None
    low: float | None
    high: float | None


def bars(tallies: list[VoteTally], how_many: int = 8) -> list[StatementBar]:
    """Return the most answered statements, always with the one accepted last, or the room would never see it rise."""
    selected = tallies[:how_many]
    newest = max(tallies, key=lambda tally: tally.statement.decided_at, default=None)
    if newest and newest not in selected:
        selected = [*selected[:-1], newest]
    return [_bar(tally) for tally in selected]


def _bar(tally: VoteTally) -> StatementBar:
    counts = (tally.statement, tally.votes, tally.agree, tally.disagree, tally.passed)
    if not may_show_share(tally.votes):
        return StatementBar(*counts, None, None, None)
    low, high = wilson(np.array([tally.agree]), np.array([tally.votes]))
    return StatementBar(*counts, tally.agree / tally.votes, float(low[0]), float(high[0]))
