from datetime import datetime
from uuid import UUID

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.audit.models import AuditEvent


def log_event(
    kind: str,
    subject: models.Model,
    *,
    by: User | None,
    at: datetime,
    within: UUID | None = None,
    **detail: object,
) -> AuditEvent:
    """Add an audit event; called inside the transaction of the action that it records.

    ``by`` is None where a resident without an account, or the system itself, did it.
    """
    return AuditEvent.objects.create(
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by,
        at=at,
        within=within,
        detail=detail,
    )
