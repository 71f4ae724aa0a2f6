"""What a monitor is told: the truth about database, disk, worker, e-mails and migrations; and the canary."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from cyfran.core.database import uuid7
from cyfran.core.emails.actions import write_email
from cyfran.core.emails.models import OutgoingEmail
from cyfran.core.jobs.models import WorkerHeartbeat
from cyfran.demo import canary
from cyfran.ui import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    WorkerHeartbeat.objects.create(worker="test", at=timezone.now())


def found(client):
    answer = client.get("/health/")
    return answer.status_code, answer.json()


def test_a_site_where_all_is_well_says_so(worker, client):
    status, answer = found(client)

    assert (status, answer["status"]) == (200, "ok")
    assert set(answer["checks"].values()) == {"ok"}


def test_a_stopped_worker_is_told(client):
    WorkerHeartbeat.objects.create(worker="test", at=timezone.now() - timedelta(minutes=2))

    status, answer = found(client)

    assert (status, answer["status"]) == (503, "failing")
    assert answer["checks"]["worker"] == "no background worker is running"


def test_e_mails_that_are_not_taken_are_told(worker, client):
    an_hour_ago = timezone.now() - timedelta(minutes=61)
    write_email(
        key="k", kind="k", recipient=uuid7(), address="a@example.org", subject="s", text="t", at=an_hour_ago
    )
    overdue = found(client)[1]["checks"]["emails"]
    OutgoingEmail.objects.update(
        next_attempt_at=timezone.now() + timedelta(hours=2)
    )  # its server asked for time

    assert overdue == "1 e-mails should have been sent more than an hour ago"
    assert found(client)[1]["checks"]["emails"] == "ok"


def test_a_full_disk_is_told(worker, client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)

    status, answer = found(client)

    assert status == 503
    assert answer["checks"]["disk"].endswith("MB are free")


def test_a_database_that_cannot_be_written_is_told(worker, client, monkeypatch):
    """The cache in the database says nothing where it cannot write: what was written is read back."""
    monkeypatch.setattr(cache, "set", lambda *_: None)

    status, answer = found(client)

    assert status == 503
    assert answer["checks"]["database"] == "the database cannot be written"


def test_a_database_that_does_not_answer_is_told(worker, client, monkeypatch):
    def refuse(*_):
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(cache, "set", refuse)

    assert found(client)[1]["checks"]["database"] == "the database cannot be written"


def test_a_database_that_is_behind_is_told(worker, client, monkeypatch):
    monkeypatch.setattr(health, "_up_to_date", [])
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])

    assert "run cyfran migrate" in found(client)[1]["checks"]["migrations"]


def test_a_process_that_only_answers_says_that(client):
    assert client.get("/health/alive/").content == b"ok"


def test_the_canary_leaves_nothing_behind_but_that_it_passed(universe, client, worker):
    models = [model for model in apps.get_models() if model._meta.app_label != "cache"]
    before = {model: model._default_manager.count() for model in models}

    canary.run_canary()

    assert {model: model._default_manager.count() for model in models} == before
    assert found(client)[1]["canary_passed_at"].startswith(str(timezone.now().year))


def test_a_canary_that_fails_is_not_said_to_have_passed(universe, monkeypatch):
    cache.delete(health.CANARY)
    monkeypatch.setattr(canary, "consent_text", lambda: None)

    with pytest.raises(Exception):  # noqa: B017 - whatever it meets
        canary.run_canary()

    assert health.canary_passed_at() == ""
