import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.errors import Problem
from cyfran.core.files.models import Finding, Reading, Upload


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
def start_reading(
    *, uploads: Iterable[Upload], purpose: str, by: User, at: datetime, within: UUID | None = None
) -> Reading:
    reading = Reading.objects.create(purpose=purpose, within=within, by=by, at=at)
    reading.uploads.set(uploads)
    update_import_status(reading, Reading.ImportOutcome.WAITING, at=at)
    return reading


def update_import_status(
    reading: Reading, outcome: str, *, at: datetime, problems: Iterable[Problem] = (), **numbers: object
) -> Finding:
    """Add what came of a reading. Problems are kept as codes, to be said in the language of whoever reads them."""
    report = {"problems": [as_stored(problem) for problem in problems], **numbers}
    return Finding.objects.create(reading=reading, outcome=outcome, report=report, at=at)


def as_stored(problem: Problem) -> dict[str, object]:
    return {**vars(problem), "params": dict(problem.params)}


def drop_content(upload: Upload) -> None:
    """Do not keep a file any longer. That it was given stays, with its name, its size and its hash."""
    if upload.content:
        upload.content.delete(save=True)
