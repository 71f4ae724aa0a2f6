"""What the background worker does for reviews."""

from itertools import islice

from django.utils import timezone
from django_tasks import task

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.files.actions import update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.core.files.queries import report_of
from cyfran.discover.evidence.actions import (
    drop_records,
    keep_records,
    renew_order,
    save_candidate_duplicates,
)
from cyfran.discover.evidence.analysis import find_duplicates
from cyfran.discover.evidence.exchange import open_references
from cyfran.discover.evidence.queries import (
    records_to_compare,
    reviews_with_new_decisions,
    search_of_import,
)

BATCH, MOST_PROBLEMS = 1000, 50


@task()
def read_search(import_job_id: str) -> None:
    """Read the kept file of a search, then compare all records of the review. Can be begun again."""
    search, import_job = search_of_import(import_job_id)
    if not report_of(import_job).is_waiting:
        return
    try:
        _read(search, import_job)
    except FileRefused as refused:
        drop_records(search=search)
        update_import_status(
            import_job, ImportJob.ImportOutcome.REFUSED, at=timezone.now(), problems=refused.problems
        )
    except Exception:
        drop_records(search=search)
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=timezone.now())
        raise


def _read(search, import_job) -> None:
    drop_records(search=search)
    upload = import_job.uploads.get()
    left_out: list[Problem] = []
    read = skipped = 0
    with upload.content.open("rb") as file:
        opened = open_references(file, upload.name)
        told = {"format": opened.format, "encoding": opened.encoding}
        while batch := list(islice(opened.items, BATCH)):
            problems = [one for one in batch if isinstance(one, Problem)]
            found = [one for one in batch if not isinstance(one, Problem)]
            left_out += problems[: MOST_PROBLEMS - len(left_out)]
            read, skipped = read + len(found), skipped + len(problems)
            keep_records(search=search, references=found)
            update_import_status(
                import_job, ImportJob.ImportOutcome.WAITING, at=timezone.now(), read=read, **told
            )
    save_candidate_duplicates(
        review=search.review, alike=find_duplicates(records_to_compare(search.review)), at=timezone.now()
    )
    update_import_status(
        import_job,
        ImportJob.ImportOutcome.DONE,
        at=timezone.now(),
        problems=left_out,
        read=read,
        skipped=skipped,
        **told,
    )


def renew_screening_orders() -> None:
    for review in reviews_with_new_decisions():
        renew_order(review=review, at=timezone.now())
