from dataclasses import dataclass

from django.conf import settings

from cyfran.core.errors import Problem
from cyfran.core.files.models import ImportJob, ImportReport


@dataclass(frozen=True)
class Report:
    """The newest outcome of an import job, with its problems and numbers."""

    outcome: str
    problems: tuple[Problem, ...]
    numbers: dict[str, object]
    at: object

    @property
    def is_waiting(self) -> bool:
        return self.outcome == ImportJob.ImportOutcome.WAITING


def report_of(import_job: ImportJob) -> Report:
    latest = ImportReport.objects.filter(import_job=import_job).latest("id")
    numbers = dict(latest.report)
    problems = tuple(Problem(**stored) for stored in numbers.pop("problems", []))
    return Report(latest.outcome, problems, numbers, latest.at)


def largest_upload() -> int:
    """Return the largest size of an uploaded file, in bytes."""
    return settings.CYFRAN_UPLOAD_MAX_MB * 1024 * 1024
