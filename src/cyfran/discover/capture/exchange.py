"""Parse what a phone sends: entries, each with a key of its own, and the time by its clock."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cyfran.core.accounts.rules import require

MOST_ENTRIES, MOST_BYTES = 50, 500_000
OLDEST = timedelta(days=200)


@dataclass(frozen=True)
class EntryBatch:
    """A batch of entries. ``now`` is the time by the phone's clock when it sent them."""

    now: datetime
    entries: list[dict]


def parse_batch(body: bytes) -> EntryBatch:
    """Parse a batch, or refuse it as a whole: our own script never sends an invalid one."""
    require(len(body) <= MOST_BYTES, "sending_not_understood")
    try:
        message = json.loads(body)
        entries, now = message["entries"], _parse_time(message["now"])
        is_valid = isinstance(entries, list) and len(entries) <= MOST_ENTRIES and all(map(_has_key, entries))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        is_valid = False
    require(is_valid, "sending_not_understood")
    return EntryBatch(now, [_scalars_of(entry) for entry in entries])


def _parse_time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _has_key(entry: dict) -> bool:
    return bool(UUID(entry["key"]))


def _scalars_of(entry: dict) -> dict:
    """Return the values of an entry that a form field can take; the form reports what is missing."""
    return {str(name): value for name, value in entry.items() if isinstance(value, str | int | bool)}


def correct_clock(moment: datetime, phone_now: datetime, site_now: datetime) -> datetime:
    """Return the time of ``moment`` by our clock: as long before our now as it was before the phone's.

    A time in the phone's future, or longer ago than any notebook can be, is replaced by our now.
    """
    age = phone_now - moment
    return site_now - age if timedelta(0) <= age <= OLDEST else site_now
