"""The process that does background work: queued tasks, and renewals of what has become stale."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from enum import StrEnum

from django.core.cache import cache
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from cyfran.core.jobs import actions
from cyfran.core.jobs.limits import time_limit, used_megabytes
from cyfran.core.site.actions import record_job_error

HOUR, A_MINUTE = 3600, 60  # seconds
BETWEEN_ROUNDS = 1.0  # seconds
AFTER_A_FAILURE = 5.0  # seconds, as long as the disk is full or the database away
TASK_SECONDS, RENEWAL_SECONDS = HOUR, 10 * A_MINUTE
HANGS_AFTER = 5 * A_MINUTE  # past its limit: native code cannot be interrupted
REPLACED_AT = 1024  # megabytes: what a job needed is not given back, and adds up
logger = logging.getLogger(__name__)

_renewals: list[Callable[[], object]] = []


class WorkerLane(StrEnum):
    """What a worker does: a long import in one lane does not hold up the e-mails in the other."""

    ALL = "all"
    TASKS = "tasks"
    RENEWALS = "renewals"


def register_renewal(job: Callable[[], object]) -> None:
    """Have a worker call ``job`` in each round: it looks for what has become stale and renews it."""
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


class TaskWorker(Worker):
    """Runs one queued task in each round, with a limit on its time."""

    def __init__(self, name: str) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=name,
            excluded_queue_names=[],
        )

        self.has_run = False

    def run_task(self, db_task_result) -> None:
        self.has_run = True
        with time_limit(TASK_SECONDS):
            super().run_task(db_task_result)


class BackgroundWork:
    """A worker process: its name, its lane, and how long it has been at one job."""

    def __init__(self, lane: WorkerLane, stop: threading.Event) -> None:
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}"
        self.lane, self.stop = lane, stop
        self.round_began, self.pause = time.monotonic(), BETWEEN_ROUNDS

    def go_on(self) -> None:
        """Work until ``stop`` is set, or until this process has grown so large that it should be replaced."""
        threading.Thread(target=self._keep_heartbeat, daemon=True).start()
        while not self.stop.is_set() and used_megabytes() < REPLACED_AT:
            self.round_began, self.pause = time.monotonic(), BETWEEN_ROUNDS
            self.stop.wait(self.pause if _try_step(self.do_one_round) else AFTER_A_FAILURE)
        self.stop.set()  # the heartbeat ends with the work
        _try_step(self._remove_heartbeat)

    def do_one_round(self) -> None:
        close_old_connections()
        self._record_heartbeat()
        actions.return_abandoned_work(at=timezone.now())
        if self.lane != WorkerLane.RENEWALS:
            worker = TaskWorker(self.name)
            worker.run()
            self.pause = 0.0 if worker.has_run else BETWEEN_ROUNDS  # the next task, if there is one
        if self.lane != WorkerLane.TASKS:
            for job in _renewals:
                _renew(job)

    def _record_heartbeat(self) -> None:
        actions.record_heartbeat(worker=self.name, at=timezone.now())

    def _remove_heartbeat(self) -> None:
        actions.remove_heartbeat(worker=self.name)

    def _keep_heartbeat(self) -> None:
        while not self.stop.wait(actions.HEARTBEAT_INTERVAL.total_seconds()):
            if time.monotonic() - self.round_began > TASK_SECONDS + HANGS_AFTER:
                logger.error("Background work hangs; this worker ends, so that another can begin")
                os._exit(1)
            close_old_connections()
            _try_step(self._record_heartbeat)


def work(stop: threading.Event, lane: WorkerLane = WorkerLane.ALL) -> None:
    BackgroundWork(lane, stop).go_on()


def _renew(job: Callable[[], object]) -> None:
    try:
        with time_limit(RENEWAL_SECONDS):
            job()
    except Exception as error:
        logger.exception("Standing work failed and will be tried again: %s", job.__name__)
        record_job_error(place=job.__name__, error=error, at=timezone.now())


def _try_step(step: Callable[[], object]) -> bool:
    """Run a step; return whether it succeeded. Any error is logged and the worker lives on (a full disk may be emptied)."""
    try:
        step()
    except Exception:
        logger.exception("Background work failed and will be tried again: %s", step.__name__)
        return False
    return True
