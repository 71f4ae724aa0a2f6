import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django_tasks import TaskResultStatus

from cyfran.core.accounts.models import User
from cyfran.core.errors import Problem
from cyfran.core.files.models import ImportJob, ImportReport, Upload


def keep_upload(*, file: UploadedFile, purpose: str, by: User, at: datetime) -> Upload:
    """Store an uploaded file unchanged, with its hash. The caller has checked that this person may upload it."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Upload.objects.create(
        purpose=purpose,
        name=(file.name or "")[:200],
        size=file.size,
        sha256=digest.hexdigest(),
        content=file,
        by=by,
        at=at,
    )


@transaction.atomic
def start_import(
    *, uploads: Iterable[Upload], purpose: str, by: User, at: datetime, within: UUID | None = None
) -> ImportJob:
    import_job = ImportJob.objects.create(purpose=purpose, within=within, by=by, at=at)
    import_job.uploads.set(uploads)
    update_import_status(import_job, ImportJob.ImportOutcome.WAITING, at=at)
    return import_job


def update_import_status(
    import_job: ImportJob, outcome: str, *, at: datetime, problems: Iterable[Problem] = (), **numbers: object
) -> ImportReport:
    """Add a report with an import job's new outcome. Problems are stored as codes, and worded when they are read."""
    report = {"problems": [serialise_problem(problem) for problem in problems], **numbers}
    return ImportReport.objects.create(import_job=import_job, outcome=outcome, report=report, at=at)


def fail_unfinished_import(sender, *, task_result, **_) -> None:
    """Mark an import as failed whose task ended without saying so, as it took too long, or its worker stopped."""
    if task_result.status != TaskResultStatus.FAILED or not task_result.args:
        return
    import_job = ImportJob.objects.filter(pk=_uuid_or_none(task_result.args[0])).first()
    if import_job is not None and import_job.reports.latest("id").outcome == ImportJob.ImportOutcome.WAITING:
        update_import_status(import_job, ImportJob.ImportOutcome.FAILED, at=task_result.finished_at)


def _uuid_or_none(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def serialise_problem(problem: Problem) -> dict[str, object]:
    return {**vars(problem), "params": dict(problem.params)}


def drop_old_imports(*, before: datetime, at: datetime) -> int:
    """Delete files that something was imported from; what was imported stays, with their names, sizes and hashes."""
    old = Upload.objects.filter(at__lt=before, import_jobs__isnull=False).exclude(content="").distinct()
    for upload in old:
        drop_content(upload)
    return len(old)


def drop_content(upload: Upload) -> None:
    """Delete the stored file of an upload. The row stays, with name, size and hash."""
    if upload.content:
        upload.content.delete(save=True)
