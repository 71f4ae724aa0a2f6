"""How long each kind of record is kept: chapters register theirs, operators choose the months, the worker deletes.

The privacy page shows the same list, so that what is said and what is done cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Retention:
    """A kind of record that is deleted some ``months`` after a moment, unless an operator chooses another number.

    ``drop`` is called with ``before`` (whatever is older goes) and ``at``, and returns how many it deleted.
    """

    kind: str
    what: object
    since: object
    months: int
    drop: Callable[..., int]


_retentions: dict[str, Retention] = {}


def register_retention(*retentions: Retention) -> None:
    _retentions.update({retention.kind: retention for retention in retentions})


def retentions() -> list[Retention]:
    return list(_retentions.values())


def months_before(at: datetime, months: int) -> datetime:
    return at - timedelta(days=round(months * DAYS_PER_MONTH))
