"""What the background worker does for paper: read scans, page by page."""

from django.utils import timezone
from django_tasks import task

from cyfran.core.errors import ActionError, Problem
from cyfran.core.files.actions import drop_content, update_import_status
from cyfran.core.files.models import ImportJob, Upload
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.paper.actions import save_scanned_copy
from cyfran.discover.paper.analysis import read_page
from cyfran.discover.paper.exchange import pages_of
from cyfran.discover.paper.queries import CopyAnswers, import_with_conversation

PROGRESS_EVERY = 5  # pages between two updates of the progress


class ScanReport:
    """Counts and problems of the pages read so far."""

    def __init__(self) -> None:
        self.pages = self.read = self.rows = self.unsure = self.no_consent = 0
        self.problems: list[Problem] = []

    def numbers(self) -> dict[str, int]:
        return {
            "pages": self.pages,
            "read": self.read,
            "rows": self.rows,
            "unsure": self.unsure,
            "no_consent": self.no_consent,
        }


@task()
def read_scans(import_job_id: str) -> None:
    """Read every uploaded page. Safe to run again. The files are deleted at the end: they show many people's marks."""
    import_job, conversation = import_with_conversation(import_job_id)
    report = ScanReport()
    try:
        for upload in import_job.uploads.order_by("name", "id"):
            _read_file(upload, import_job, conversation, report)
    except Exception:
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=timezone.now())
        raise
    else:
        outcome = ImportJob.ImportOutcome.DONE if report.read else ImportJob.ImportOutcome.REFUSED
        update_import_status(
            import_job, outcome, at=timezone.now(), problems=report.problems, **report.numbers()
        )
    finally:
        for upload in import_job.uploads.all():
            drop_content(upload)


def _read_file(upload: Upload, import_job: ImportJob, conversation: Conversation, report: ScanReport) -> None:
    with upload.content.open("rb") as file:
        for number, page in enumerate(pages_of(file, upload.name), start=1):
            report.pages += 1
            if isinstance(page, Problem):
                report.problems.append(page)
                continue
            try:
                copy, rows = read_page(page, conversation)
                known = save_scanned_copy(copy=copy, rows=rows, by=import_job.by, at=timezone.now())
            except ActionError as error:
                report.problems.append(Problem(error.code, error.params, upload.name, page=number))
            else:
                _add_page(report, known, rows)
            if report.pages % PROGRESS_EVERY == 0:
                update_import_status(
                    import_job, ImportJob.ImportOutcome.WAITING, at=timezone.now(), **report.numbers()
                )


def _add_page(report: ScanReport, known: CopyAnswers, rows: list) -> None:
    report.read += 1
    report.rows += len(rows)
    report.unsure += sum(not row.is_sure for row in rows)
    if known.consent is False:
        report.no_consent += 1
