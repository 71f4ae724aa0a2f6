from dataclasses import dataclass

from django.conf import settings

from cyfran.core.errors import Problem
from cyfran.core.files.models import Finding, Reading


@dataclass(frozen=True)
class Report:
    """Where a reading stands, and what it found."""

    outcome: str
    problems: tuple[Problem, ...]
    numbers: dict[str, object]
    at: object

    @property
    def is_waiting(self) -> bool:
        return self.outcome == Reading.ImportOutcome.WAITING


def report_of(reading: Reading) -> Report:
    latest = Finding.objects.filter(reading=reading).latest("id")
    numbers = dict(latest.report)
    problems = tuple(Problem(**stored) for stored in numbers.pop("problems", []))
    return Report(latest.outcome, problems, numbers, latest.at)


def largest_upload() -> int:
    """Bytes that one uploaded file may have."""
    return settings.CYFRAN_UPLOAD_MAX_MB * 1024 * 1024
