from datetime import UTC, datetime, timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cyfran.core.jobs import actions
from cyfran.core.jobs.models import WorkerHeartbeat
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
