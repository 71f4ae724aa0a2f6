"""Queries for background work."""

from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def failed_tasks() -> QuerySet[DBTaskResult]:
    """Return the background tasks that failed, newest first."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
