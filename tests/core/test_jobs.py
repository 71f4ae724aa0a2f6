from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cyfran.core.jobs import actions
from cyfran.core.jobs.models import WorkerHeartbeat
from cyfran.core.jobs.worker import HOUR, once_an_hour
from cyfran.discover.conversations.tasks import read_import

NOW = datetime(2026, 1, 5, tzinfo=UTC)


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


def test_work_that_stops_every_worker_is_given_up(db):
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
