"""What every test may ask for. The network is closed but for this machine."""

import os
import socket
import sqlite3

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.environment import WORKER

# A busy machine is no reason for a test to fail
hypothesis_settings.register_profile("cyfran", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("cyfran")

HERE = {"127.0.0.1", "::1", "localhost"}
# Fixtures that do; ``universe`` comes by way of ``db``
TOUCHES_DATABASE = {"db", "transactional_db", "site", "site_to_kill", "migrated"}

LONGEST_FIRST = [
    f"journeys/test_{name}.py"
    for name in ("every_page", "review", "thread", "officer", "notebook", "events", "resident")
] + ["journeys/", "cli/test_site.py", "house/", "discover/", ""]


def pytest_addoption(parser):
    parser.addoption("--journeys-in", choices=["en", "cy"], help="Tell stories in this language alone.")


def pytest_collection_modifyitems(config, items):
    """Begin with what takes longest, so that all processes end together.

    On PostgreSQL run what touches a database; what does not was run on SQLite and would do the same again.
    """
    language = config.option.journeys_in
    on_postgres = bool(os.environ.get("DATABASE_URL"))
    apart = {
        item
        for item in items
        if (language and is_story_in_another_language(item, language))
        or (on_postgres and not touches_database(item))
    }
    items[:] = [item for item in items if item not in apart]
    config.hook.pytest_deselected(items=list(apart))
    items.sort(
        key=lambda item: next(place for place, part in enumerate(LONGEST_FIRST) if part in item.nodeid)
    )


def touches_database(item) -> bool:
    if item.get_closest_marker("sqlite_is_enough"):
        return False
    return bool(item.get_closest_marker("django_db") or TOUCHES_DATABASE.intersection(item.fixturenames))


def is_story_in_another_language(item, language: str) -> bool:
    """Pages are no stories: `test_every_page` asks for each in both languages."""
    if not item.get_closest_marker("journey") or item.get_closest_marker("sqlite_is_enough"):
        return False
    told_in = set(item.callspec.params.values()) & {"en", "cy"} if hasattr(item, "callspec") else set()
    return bool(told_in) and language not in told_in


@pytest.fixture(autouse=True)
def closed_network(monkeypatch):
    connect = socket.socket.connect

    def only_here(self, address):
        if isinstance(address, tuple) and address[0] not in HERE:
            raise OSError(f"Tests do not use the network: {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    """Files and e-mails of a test go to its own folder; static files keep their plain names."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def nothing_left_by_another_test():
    """What a process keeps beside the database: the language of the last page."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Give this process a copy of the demo site's database; each test's changes are taken back."""
    from django.db import connection

    from tests.demo_site import DATABASE, copy_database, demo_site

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = f"file:{WORKER}?mode=memory&cache=shared"
            connection.ensure_connection()
            with sqlite3.connect(demo_site() / DATABASE) as made:
                made.backup(connection.connection)
        else:
            connection.settings_dict["NAME"] = copy_database(WORKER).rpartition("/")[2]
        yield
        connection.close()


@pytest.fixture
def universe(db):
    """The demo story, as drawn in ``cyfran.demo.story``."""
    from cyfran.demo import story

    return story.universe()
