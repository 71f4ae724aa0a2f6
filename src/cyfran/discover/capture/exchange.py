"""What a phone sends: things that were written down, each with a key of its own, and what its clock says."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cyfran.core.accounts.rules import require

MOST_ENTRIES, MOST_BYTES = 50, 500_000
OLDEST = timedelta(days=200)


@dataclass(frozen=True)
class Sent:
    """``now`` is what the phone's clock said when it sent."""

    now: datetime
    entries: list[dict]


def parse_batch(body: bytes) -> Sent:
    """Read what a phone sends, or refuse all of it: a phone never sends what cannot be read."""
    require(len(body) <= MOST_BYTES, "sending_not_understood")
    try:
        told = json.loads(body)
        entries, now = told["entries"], _moment(told["now"])
        understood = (
            isinstance(entries, list) and len(entries) <= MOST_ENTRIES and all(map(_has_key, entries))
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        understood = False
    require(understood, "sending_not_understood")
    return Sent(now, [_plain(entry) for entry in entries])


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _has_key(entry: dict) -> bool:
    return bool(UUID(entry["key"]))


def _plain(entry: dict) -> dict:
    """Only what a form field can hold; anything else is left for the form to miss."""
    return {str(name): value for name, value in entry.items() if isinstance(value, str | int | bool)}


def correct_clock(moment: datetime, theirs: datetime, ours: datetime) -> datetime:
    """Put right what a phone's clock said: as long before our now as it was before the phone's.

    Never in the future; and from a clock that makes it older than any notebook, nothing but the present is believed.
    """
    ago = theirs - moment
    return ours - ago if timedelta(0) <= ago <= OLDEST else ours
