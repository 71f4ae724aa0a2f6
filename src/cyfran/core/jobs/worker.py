"""The process that does background work: queued tasks, and renewals of what has become stale."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable

from django.core.cache import cache
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from cyfran.core.jobs import actions
from cyfran.core.site.actions import record_job_error

HOUR, A_MINUTE = 3600, 60  # seconds
BETWEEN_ROUNDS = 1.0  # seconds
AFTER_A_FAILURE = 5.0  # seconds, as long as the disk is full or the database away
logger = logging.getLogger(__name__)

_renewals: list[Callable[[], object]] = []


def register_renewal(job: Callable[[], object]) -> None:
    """Have every worker call ``job`` in each round: it looks for what has become stale and renews it."""
    if job not in _renewals:
        _renewals.append(job)


def once_an_hour(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """Return a renewal that does ``job`` once an hour, in whichever worker comes first.

    Rounds are a second apart, so a process asks its own clock first, and the others, by the cache, once an hour.
    """
    asked_at: list[float] = []

    def renew() -> None:
        if asked_at and time.monotonic() - asked_at[0] < HOUR:
            return
        asked_at[:] = [time.monotonic()]
        if cache.add(f"hourly:{name}", True, HOUR - A_MINUTE):  # ends before this process asks again
            job()

    renew.__name__ = job.__name__
    return renew


def work(stop: threading.Event) -> None:
    """Work until ``stop`` is set."""
    name = f"{socket.gethostname()[:40]}-{os.getpid()}"
    threading.Thread(target=_keep_heartbeat, args=(name, stop), daemon=True).start()
    while not stop.is_set():
        stop.wait(BETWEEN_ROUNDS if _try_step(work_one_round, name) else AFTER_A_FAILURE)
    _try_step(_remove_heartbeat, name)


def _try_step(step: Callable[[str], object], name: str) -> bool:
    """Run a step; return whether it succeeded. Any error is logged and the worker lives on (a full disk may be emptied)."""
    try:
        step(name)
    except Exception:
        logger.exception("Background work failed and will be tried again: %s", step.__name__)
        return False
    return True


def _record_heartbeat(name: str) -> None:
    actions.record_heartbeat(worker=name, at=timezone.now())


def _remove_heartbeat(name: str) -> None:
    actions.remove_heartbeat(worker=name)


def work_one_round(name: str) -> None:
    close_old_connections()
    _record_heartbeat(name)
    actions.return_abandoned_work(at=timezone.now())
    _queue(name).run()
    for job in _renewals:
        try:
            job()
        except Exception as error:
            logger.exception("Standing work failed and will be tried again: %s", job.__name__)
            record_job_error(place=job.__name__, error=error, at=timezone.now())


def _queue(name: str) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _keep_heartbeat(name: str, stop: threading.Event) -> None:
    while not stop.wait(actions.HEARTBEAT_INTERVAL.total_seconds()):
        close_old_connections()
        _try_step(_record_heartbeat, name)
