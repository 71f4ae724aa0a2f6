"""What every test may ask for. The network is closed but for this machine."""

import socket

import pytest

HERE = {"127.0.0.1", "::1", "localhost"}


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
def no_tries_yet():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tell the demo story once: it is there for every test, and each test's changes are taken back."""
    from cyfran.demo import story

    with django_db_blocker.unblock():
        story.tell()


@pytest.fixture
def universe(db):
    """The demo story, as drawn in ``cyfran.demo.story``."""
    from cyfran.demo import story

    return story.universe()
