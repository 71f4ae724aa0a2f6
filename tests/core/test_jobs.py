import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.files.queries import report_of
from cyfran.core.jobs import actions, worker
from cyfran.core.jobs.limits import TimeLimitReached, limit_memory, time_limit
from cyfran.core.jobs.models import WorkerHeartbeat
from cyfran.core.jobs.worker import HOUR, BackgroundWork, WorkerLane, once_an_hour, work
from cyfran.discover.conversations.tasks import read_import
from cyfran.discover.evidence.searches.tasks import read_search

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def in_database(settings, monkeypatch):
    """Tasks are queued, as on a site, and not done at once, as in other tests; on the connection of the test."""
    for module in ("cyfran.core.jobs.worker", "django_tasks_db.management.commands.db_worker"):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def taken(worker, attempts=1):
    """A task that a worker took and has not finished."""
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path=read_import.module_path,
        worker_ids=[worker] * attempts,
        backend_name="default",
        run_after=NOW,
        started_at=NOW,
        exception_class_path="",
        traceback="",
    )


def test_work_of_a_worker_that_was_killed_goes_back_to_the_queue(db):
    work = taken("dead")
    actions.record_heartbeat(worker="dead", at=NOW)

    assert actions.return_abandoned_work(at=NOW + timedelta(seconds=30)) == 0
    assert actions.return_abandoned_work(at=NOW + timedelta(seconds=90)) == 1

    work.refresh_from_db()
    assert work.status == TaskResultStatus.READY
    assert not WorkerHeartbeat.objects.exists()


def test_work_of_a_living_worker_is_left_alone(db):
    taken("alive")
    actions.record_heartbeat(worker="alive", at=NOW + timedelta(seconds=80))

    assert actions.return_abandoned_work(at=NOW + timedelta(seconds=90)) == 0


def test_work_that_stops_every_worker_is_given_up(db, in_database):
    work = taken("dead", attempts=3)

    actions.return_abandoned_work(at=NOW)

    work.refresh_from_db()
    assert work.status == TaskResultStatus.FAILED


def test_what_is_done_once_an_hour_is_done_by_one_worker_and_asks_nothing_in_between(
    db, django_assert_num_queries
):
    cache.clear()
    runs = []
    first, second = (once_an_hour("a-test", lambda: runs.append(1)) for _worker in range(2))

    first()
    second()
    with django_assert_num_queries(0):
        first()

    assert runs == [1]


def test_it_is_done_again_after_an_hour(db, monkeypatch):
    cache.clear()
    runs, clock = [], [1000.0]
    monkeypatch.setattr("cyfran.core.jobs.worker.time.monotonic", lambda: clock[0])
    renew = once_an_hour("a-test", lambda: runs.append(1))

    renew()
    clock[0] += HOUR
    cache.clear()  # its entry ends a minute before
    renew()

    assert len(runs) == 2


# --- Limits -------------------------------------------------------------------------------------------------------


def test_what_takes_too_long_is_interrupted_also_where_errors_are_swallowed(monkeypatch):
    monkeypatch.setattr("cyfran.core.jobs.limits.AGAIN", 0.05)
    begun = time.monotonic()

    with pytest.raises(TimeLimitReached), time_limit(0.05):
        try:
            time.sleep(5)
        except TimeLimitReached:
            time.sleep(5)

    assert time.monotonic() - begun < 2


def test_a_time_limit_ends_with_what_it_limits():
    with time_limit(0.05):
        pass

    time.sleep(0.1)


def test_elsewhere_than_in_the_main_thread_nothing_is_limited():
    ended = []

    def sleep_past_the_limit():
        with time_limit(0.01):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=sleep_past_the_limit)
    thread.start()
    thread.join()

    assert ended == [True]


def test_memory_is_limited_for_this_process_alone(monkeypatch):
    asked = []
    monkeypatch.setattr("resource.setrlimit", lambda kind, limits: asked.append(limits[0]))

    limit_memory(64)

    assert asked == [64 * 1024 * 1024]


@pytest.fixture
def waiting_import(universe, in_database):
    by = universe.users["officer"]
    file = SimpleUploadedFile("votes.csv", b"x")
    upload = keep_upload(file=file, purpose="polis", by=by, at=NOW)
    return start_import(uploads=[upload], purpose="polis", within=universe.partnership.pk, by=by, at=NOW)


def queue(import_job, **more):
    details = {
        "status": TaskResultStatus.READY,
        "run_after": NOW,
        "backend_name": "default",
        "queue_name": "default",
    }
    return DBTaskResult.objects.create(
        **details | more,
        args_kwargs={"args": [str(import_job.pk)], "kwargs": {}},
        task_path=read_search.module_path,
        exception_class_path="",
        traceback="",
    )


def test_a_task_that_takes_too_long_fails_and_so_does_its_import(waiting_import, monkeypatch):
    monkeypatch.setattr("cyfran.core.jobs.worker.TASK_SECONDS", 0.1)
    monkeypatch.setattr("cyfran.discover.evidence.searches.tasks.search_of_import", lambda *_: time.sleep(5))
    task = queue(waiting_import)

    BackgroundWork(WorkerLane.TASKS, threading.Event()).do_one_round()

    task.refresh_from_db()
    assert (task.status, task.exception_class_path.rpartition(".")[2]) == ("FAILED", "TimeLimitReached")
    assert report_of(waiting_import).outcome == "failed"


def test_an_import_whose_workers_stop_again_and_again_is_said_to_have_failed(waiting_import):
    running = {"status": TaskResultStatus.RUNNING, "worker_ids": ["dead"] * 3, "started_at": NOW}
    task = queue(waiting_import, **running)

    actions.return_abandoned_work(at=NOW)

    task.refresh_from_db()
    assert task.exception_class_path.endswith("WorkerStoppedRepeatedly")
    assert report_of(waiting_import).outcome == "failed"


# --- Lanes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lane", "done"), [("tasks", {"task"}), ("renewals", {"renewal"}), ("all", {"task", "renewal"})]
)
def test_a_lane_does_its_own_work_and_leaves_the_other(lane, done, waiting_import, monkeypatch):
    seen = set()
    monkeypatch.setattr(worker, "_renewals", [lambda: seen.add("renewal")])
    task = queue(waiting_import)

    BackgroundWork(WorkerLane(lane), threading.Event()).do_one_round()

    task.refresh_from_db()
    assert seen | ({"task"} if task.status != TaskResultStatus.READY else set()) == done


def test_a_worker_that_has_grown_large_ends_and_leaves_no_heartbeat(db, monkeypatch):
    monkeypatch.setattr(worker, "REPLACED_AT", 1)

    work(threading.Event(), WorkerLane.RENEWALS)

    assert not WorkerHeartbeat.objects.exists()
