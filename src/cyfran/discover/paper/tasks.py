"""What the background worker does for paper: it reads scans, page by page."""

from django.utils import timezone
from django_tasks import task

from cyfran.core.errors import ActionError, Problem
from cyfran.core.files.actions import drop_content, update_import_status
from cyfran.core.files.models import ImportJob, Upload
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.paper.actions import save_scanned_copy
from cyfran.discover.paper.analysis import read_page
from cyfran.discover.paper.exchange import pages_of
from cyfran.discover.paper.queries import Known, import_with_conversation

OFTEN = 5  # pages between two words on how far it is


class ScanReport:
    """What came of the pages so far."""

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
    """Read every page that was given. Can be begun again; the files are not kept, for there are many people's marks in them."""
    import_job, conversation = import_with_conversation(import_job_id)
    count = ScanReport()
    try:
        for upload in import_job.uploads.order_by("name", "id"):
            _read_file(upload, import_job, conversation, count)
    except Exception:
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=timezone.now())
        raise
    else:
        outcome = ImportJob.ImportOutcome.DONE if count.read else ImportJob.ImportOutcome.REFUSED
        update_import_status(
            import_job, outcome, at=timezone.now(), problems=count.problems, **count.numbers()
        )
    finally:
        for upload in import_job.uploads.all():
            drop_content(upload)


def _read_file(upload: Upload, import_job: ImportJob, conversation: Conversation, count: ScanReport) -> None:
    with upload.content.open("rb") as file:
        for number, page in enumerate(pages_of(file, upload.name), start=1):
            count.pages += 1
            if isinstance(page, Problem):
                count.problems.append(page)
                continue
            try:
                copy, seen = read_page(page, conversation)
                known = save_scanned_copy(copy=copy, seen=seen, by=import_job.by, at=timezone.now())
            except ActionError as error:
                count.problems.append(Problem(error.code, error.params, upload.name, page=number))
            else:
                _add(count, known, seen)
            if count.pages % OFTEN == 0:
                update_import_status(
                    import_job, ImportJob.ImportOutcome.WAITING, at=timezone.now(), **count.numbers()
                )


def _add(count: ScanReport, known: Known, seen: list) -> None:
    count.read += 1
    count.rows += len(seen)
    count.unsure += sum(not one.is_sure for one in seen)
    if known.consent is False:
        count.no_consent += 1
