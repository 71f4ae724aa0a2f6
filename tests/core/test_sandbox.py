"""What opens files from outside: it is stopped at its limits, and tells nothing but what a reader yields."""

import io
import os
import time
from tempfile import TemporaryFile

import pytest

from cyfran.core import sandbox
from cyfran.core.sandbox import FileStopped, Limits, ReaderRefused, read_in_sandbox
from cyfran.core.sandbox.child import limit_this_process
from tests.core import sandboxed_readers

READERS = sandboxed_readers.__name__
QUICK = Limits(memory=256 * 1024 * 1024, cpu=1, wait=3.0)
FILE = b"words of a stranger"


def run(reader, *arguments, content=FILE, limits=QUICK):
    return list(read_in_sandbox(f"{READERS}:{reader}", io.BytesIO(content), *arguments, limits=limits))


@pytest.fixture(autouse=True)
def readers_of_tests(monkeypatch):
    """The sandbox reads only what is installed; here it may also read the readers of this test."""
    monkeypatch.setattr(sandbox, "PROGRAM", ("-c", sandboxed_readers.PROGRAM))


def test_what_a_reader_yields_comes_as_it_yields_it():
    assert run("parts", 5) == [b"words", b" of a", b" stra", b"nger"]


def test_a_real_file_is_read_from_its_beginning_and_can_be_read_again():
    with TemporaryFile() as file:
        file.write(FILE)
        parts = [b"".join(read_in_sandbox(f"{READERS}:parts", file, 100, limits=QUICK)) for _ in range(2)]
        assert parts == [FILE, FILE]
        assert file.read() == FILE


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        ("fills_the_memory", "memory"),
        ("never_ends", "time"),
        ("sleeps", "time"),
        ("fails", "broken"),
        ("crashes", "memory"),
        ("exits", "broken"),
        ("lies_about_sizes", "memory"),
        ("writes_nonsense", "broken"),
    ],
)
def test_a_reader_is_stopped_at_its_limits(reader, reason):
    begun = time.monotonic()

    with pytest.raises(FileStopped) as stopped:
        run(reader)

    assert stopped.value.reason == reason
    assert time.monotonic() - begun < 10


def test_a_reader_that_refuses_says_why():
    with pytest.raises(ReaderRefused) as refused:
        run("refuses")

    assert (refused.value.code, refused.value.params) == ("no_table", {"rows": 3})


def test_a_reader_is_told_no_settings(monkeypatch):
    monkeypatch.setenv("CYFRAN_SECRET_KEY", "not for strangers")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@host/name")

    told = b"".join(run("environment")).decode()

    assert "PATH" in told
    assert "CYFRAN" not in told and "DATABASE" not in told


def test_readers_wait_for_each_other_and_say_so(monkeypatch):
    reading = [read_in_sandbox(f"{READERS}:parts", io.BytesIO(FILE), 1, limits=QUICK) for _ in range(2)]
    for reader in reading:
        next(reader)

    with pytest.raises(FileStopped) as stopped:
        run("parts", 1, limits=Limits(wait=0.1))
    for reader in reading:
        reader.close()

    assert stopped.value.reason == "busy"
    assert run("parts", 100) == [FILE]


def test_no_process_is_left_when_somebody_stops_listening():
    reader = read_in_sandbox(f"{READERS}:numbers", io.BytesIO(FILE), limits=QUICK)
    number = int(next(reader))
    reader.close()

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_limits_that_a_machine_does_not_allow_are_left(monkeypatch):
    monkeypatch.setattr("resource.setrlimit", lambda *_: (_ for _ in ()).throw(ValueError))

    limit_this_process(1, 1)
