"""Heartbeats of workers, needed because ``django_tasks_db`` leaves the task of a killed worker running for ever."""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from cyfran.core.jobs.limits import WorkerStoppedRepeatedly
from cyfran.core.jobs.models import WorkerHeartbeat

HEARTBEAT_INTERVAL = timedelta(seconds=10)
HEARTBEAT_LOST_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)


def record_heartbeat(*, worker: str, at: datetime) -> None:
    WorkerHeartbeat.objects.update_or_create(worker=worker, defaults={"at": at})


def remove_heartbeat(*, worker: str) -> None:
    WorkerHeartbeat.objects.filter(worker=worker).delete()


def _tell_finished(task: DBTaskResult) -> None:
    """Tell what waits for a task that it has ended; a task that this version no longer has is told to nobody."""
    try:
        task_finished.send(sender=type(task.task.get_backend()), task_result=task.task_result)
    except (ImportError, SuspiciousOperation):
        logger.exception("Background work %s is unknown to this version", task.task_path)


@transaction.atomic
def return_abandoned_work(*, at: datetime) -> int:
    """Queue tasks again whose worker has no heartbeat; fail those that have stopped ``MOST_ATTEMPTS`` workers.

    Returns how many were queued again. Every task must therefore be safe to start again.
    """
    WorkerHeartbeat.objects.filter(at__lt=at - HEARTBEAT_LOST_AFTER).delete()
    workers_alive = set(WorkerHeartbeat.objects.values_list("worker", flat=True))
    returned = 0
    for task in DBTaskResult.objects.running().select_for_update():
        if workers_alive.intersection(task.worker_ids[-1:]):
            continue
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            logger.error("Background work %s has stopped %d workers: given up", task.task_path, MOST_ATTEMPTS)
            task.set_failed(WorkerStoppedRepeatedly(f"{MOST_ATTEMPTS} times"))
            _tell_finished(task)
            continue
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None)
        returned += 1
    return returned
