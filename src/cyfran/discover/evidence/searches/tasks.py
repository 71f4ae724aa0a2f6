"""Importing the file of a search in the background."""

from itertools import islice

from django.utils import timezone
from django_tasks import task

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.files.actions import update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.core.files.queries import report_of
from cyfran.core.references import open_references
from cyfran.discover.evidence.searches.actions import drop_records, keep_records, save_candidate_duplicates
from cyfran.discover.evidence.searches.analysis import find_duplicates
from cyfran.discover.evidence.searches.queries import records_to_compare, search_of_import

BATCH_SIZE, MAX_PROBLEMS = 1000, 50


@task()
def read_search(import_job_id: str) -> None:
    """Import the stored file of a search, then look for duplicates in the whole review. Can be run again after it broke off."""
    search, import_job = search_of_import(import_job_id)
    if not report_of(import_job).is_waiting:
        return
    try:
        _import_records(search, import_job)
    except FileRefused as refused:
        drop_records(search=search)
        update_import_status(
            import_job, ImportJob.ImportOutcome.REFUSED, at=timezone.now(), problems=refused.problems
        )
    except Exception:
        drop_records(search=search)
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=timezone.now())
        raise


def _import_records(search, import_job) -> None:
    drop_records(search=search)
    upload = import_job.uploads.get()
    problems: list[Problem] = []
    imported = skipped = 0
    with upload.content.open("rb") as file:
        opened = open_references(file, upload.name)
        file_facts = {"format": opened.format, "encoding": opened.encoding}
        while batch := list(islice(opened.items, BATCH_SIZE)):
            batch_problems = [entry for entry in batch if isinstance(entry, Problem)]
            references = [entry for entry in batch if not isinstance(entry, Problem)]
            problems += batch_problems[: MAX_PROBLEMS - len(problems)]
            imported, skipped = imported + len(references), skipped + len(batch_problems)
            keep_records(search=search, references=references)
            update_import_status(
                import_job, ImportJob.ImportOutcome.WAITING, at=timezone.now(), read=imported, **file_facts
            )
    save_candidate_duplicates(
        review=search.review, pairs=find_duplicates(records_to_compare(search.review)), at=timezone.now()
    )
    update_import_status(
        import_job,
        ImportJob.ImportOutcome.DONE,
        at=timezone.now(),
        problems=problems,
        read=imported,
        skipped=skipped,
        **file_facts,
    )
