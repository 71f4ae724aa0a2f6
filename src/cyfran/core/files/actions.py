import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.errors import Problem
from cyfran.core.files.models import ImportJob, ImportReport, Upload


def keep_upload(*, file: UploadedFile, purpose: str, by: User, at: datetime) -> Upload:
    """Keep a file exactly as it came. The caller has asked whether this person may give one."""
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
    """Add what came of a import_job. Problems are kept as codes, to be said in the language of whoever reads them."""
    report = {"problems": [as_stored(problem) for problem in problems], **numbers}
    return ImportReport.objects.create(import_job=import_job, outcome=outcome, report=report, at=at)


def as_stored(problem: Problem) -> dict[str, object]:
    return {**vars(problem), "params": dict(problem.params)}


def drop_content(upload: Upload) -> None:
    """Do not keep a file any longer. That it was given stays, with its name, its size and its hash."""
    if upload.content:
        upload.content.delete(save=True)
