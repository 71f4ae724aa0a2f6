"""Helpers for all parts of the story: its content files, dates, and phase approvals."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from importlib import resources

import yaml

from cyfran.core.accounts.models import User
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.partnerships.models import Partnership, Side


def day(year: int, month: int, number: int, hour: int = 10) -> datetime:
    return datetime(year, month, number, hour, tzinfo=UTC)


def morning(on: date) -> datetime:
    return day(on.year, on.month, on.day)


def content(name: str) -> dict:
    text = resources.files("cyfran.demo").joinpath(f"content/{name}.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def text_pair(texts: dict, name: str = "") -> tuple[str, str]:
    prefix = f"{name}_" if name else ""
    return texts[f"{prefix}en"], texts[f"{prefix}cy"]


def pick(objects: dict, keys: Iterable[str]) -> list:
    return [objects[key] for key in keys]


def open_gate(partnership: Partnership, phase: str, users: dict[str, User], at: datetime) -> None:
    """Approve a phase for both sides, two days apart."""
    for side, role, days_later in ((Side.INSTITUTION, "officer", 0), (Side.COMMUNITY, "member", 2)):
        approved_at = at + timedelta(days=days_later)
        partnerships.approve_phase(
            partnership=partnership, phase=phase, side=side, by=users[role], at=approved_at
        )
