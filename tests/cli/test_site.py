"""The commands that run a site, as someone types them, on a site with nothing in it but what its migrations make."""

import lzma
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.beside import ROOT
from tests.cli.command import Answer, run, run_process
from tests.cli.schema import rows_of, schema_of
from tests.demo_site import DATABASE, KEY, create_database, demo_database
from tests.environment import WORKER, for_other_processes

pytestmark = pytest.mark.process
POSTGRES = os.environ.get("DATABASE_URL", "")
RELEASES = sorted((ROOT / "tests/releases").glob("*.sql.xz"))


@dataclass(frozen=True)
class NewSite:
    folder: Path
    url: str  # of its database on PostgreSQL

    @property
    def environment(self) -> dict[str, str]:
        """With no secret given, so that the site makes and keeps one of its own."""
        return {"CYFRAN_DATA": str(self.folder), "DATABASE_URL": self.url, "CYFRAN_SECRET_KEY": ""}

    @property
    def database(self) -> str | Path:
        return self.url or self.folder / DATABASE

    def runs(self, *arguments) -> Answer:
        """Migrations are not measured, so the command that runs them is not either."""
        return run_process(*arguments, measured=arguments[0] != "migrate", **self.environment)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A site after ``cyfran migrate``, which is all that was done to it. It is copied, not used."""
    url = create_database(POSTGRES, f"cyfran_{KEY}_migrated_{WORKER}") if POSTGRES else ""
    site = NewSite(tmp_path_factory.mktemp("migrated") / "data", url)
    ended = site.runs("migrate")
    assert ended.returncode == 0, ended.stderr
    return site


@pytest.fixture
def new_site(migrated, tmp_path):
    shutil.copytree(migrated.folder, tmp_path / "data")
    template = migrated.url.rpartition("/")[2]
    url = create_database(POSTGRES, f"cyfran_{KEY}_new_{WORKER}", template) if POSTGRES else ""
    return NewSite(tmp_path / "data", url)


# --- Migrations ---------------------------------------------------------------------------------------------------


def test_migrations_make_the_tables_that_the_models_describe(migrated):
    by_migrations, at_once = schema_of(migrated.database), schema_of(demo_database())

    # Django's own, which we have no rows in: its migration and its model differ in the key's width on PostgreSQL
    known = {("column", "auth_group_permissions", "id", f"{width}NOYES") for width in ("bigint", "integer")}
    assert by_migrations - known == at_once - known


@pytest.mark.sqlite_is_enough
def test_a_site_of_the_release_before_is_upgraded_with_its_data(tmp_path):
    site = NewSite(tmp_path, "")
    with sqlite3.connect(site.database) as database:
        database.executescript(lzma.decompress(RELEASES[-1].read_bytes()).decode())
    before = rows_of(site.database)

    ended = site.runs("migrate")

    assert ended.returncode == 0, ended.stderr
    after = rows_of(site.database)
    assert {table: n for table, n in before.items() if after.get(table, 0) < n} == {}
    assert schema_of(site.database) == schema_of(demo_database())
    # All that could be voted on then had been added by an organiser
    with sqlite3.connect(site.database) as database:
        marked = [
            database.execute(f"SELECT count(*) FROM conversations_{table} WHERE {flag}").fetchone()[0]
            for table, flag in (("statement", "is_seed"), ("conversation", "is_agenda_question"))
        ]
    assert marked[0] == 42 and marked[1] > 0


@pytest.mark.sqlite_is_enough
def test_a_site_from_before_the_first_release_is_told_so_and_left_alone(tmp_path):
    site = NewSite(tmp_path, "")
    with sqlite3.connect(site.database) as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        database.execute(
            "INSERT INTO django_migrations VALUES (1, 'gatherings', '0001_initial', '2026-10-01 09:00')"
        )
    before = rows_of(site.database)

    ended = site.runs("migrate")

    assert ended.returncode == 2
    assert "from before the first release, and cannot be brought up to date" in ended.stderr
    assert rows_of(site.database) == before


# --- The first steps ----------------------------------------------------------------------------------------------


@pytest.mark.sqlite_is_enough
def test_a_database_that_is_not_prepared_is_said_to_be_so(tmp_path):
    ended = NewSite(tmp_path, "").runs("operator", "someone@example.org", "Someone")

    assert ended.returncode == 2
    assert ended.stderr.strip() == "The database is not prepared for this version yet. Run: cyfran migrate"


def test_the_first_steps_of_a_new_site(new_site, tmp_path):
    for language, words in (("en", "Our words"), ("cy", "Ein geiriau")):
        (tmp_path / language).write_text(words)

    canary = new_site.runs("check", "--canary")  # before there is any place or person
    assert canary.returncode == 0, canary.stderr
    assert "The canary passed" in canary.stdout
    said = [
        new_site.runs("places"),
        new_site.runs("operator", "someone@example.org", "Someone"),
        new_site.runs("operator", "someone@example.org", "Someone"),
        new_site.runs("check"),
        new_site.runs("consent", tmp_path / "en", tmp_path / "cy"),
        new_site.runs("check"),
        new_site.runs("backup", tmp_path / "copy"),
        new_site.runs("reset-second-factor", "someone@example.org"),
        new_site.runs("reset-second-factor", "nobody@example.org"),
    ]

    codes = [0, 0, 2, 0, 0, 0, 2 if POSTGRES else 0, 0, 2]
    assert [answer.returncode for answer in said] == codes, [answer.stderr[-300:] for answer in said]
    assert "Places loaded: 440" in said[0].stdout
    assert "Consent text: Read what people are told" in said[3].stdout
    assert "Published as version 2" in said[4].stdout
    assert "Consent text" not in said[5].stdout
    assert "Who runs this site" in said[5].stdout
    copied = ["contents.json", DATABASE, "secret-key"]
    assert POSTGRES or sorted(path.name for path in (tmp_path / "copy").iterdir()) == copied
    assert (new_site.folder / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00", None])
def test_a_consent_text_that_cannot_be_read_is_refused_and_named(content, tmp_path):
    if content is not None:
        (tmp_path / "cy.txt").write_bytes(content)
    (tmp_path / "en.txt").write_text("Our words")

    ended = run("consent", tmp_path / "en.txt", tmp_path / "cy.txt")

    assert (ended.returncode, "cy.txt holds no text" in ended.stderr) == (2, True)


@pytest.mark.sqlite_is_enough
def test_the_demo_is_told_once_and_leaves_real_work_alone(new_site):
    first, second = new_site.runs("demo", "--no-serve"), new_site.runs("demo", "--no-serve")
    with sqlite3.connect(new_site.database) as database:
        database.execute("UPDATE partnerships_partnership SET is_example = false")
    refused = new_site.runs("demo", "--no-serve", "--reset")

    assert [answer.returncode for answer in (first, second, refused)] == [0, 0, 2], refused.stderr
    assert "Making the example partnership" in first.stdout
    assert "already there" in second.stdout
    assert "There are real partnerships" in refused.stderr


# --- What goes wrong ----------------------------------------------------------------------------------------------


@pytest.mark.sqlite_is_enough
def test_a_full_disk_does_not_end_the_worker_and_work_goes_on_once_there_is_room(new_site):
    """The disk is full for one process alone: no file of it may grow beyond nothing, until that is allowed again."""
    log = new_site.folder / "log"
    with log.open("w") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", "cyfran", "work"],
            env=for_other_processes() | new_site.environment,
            stderr=subprocess.PIPE,
            stdout=said,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY)),
        )
    try:
        os.set_blocking(worker.stderr.fileno(), False)
        failed = wait_for(lambda: b"will be tried again" in (worker.stderr.read() or b""), worker)
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        works = wait_for(lambda: rows_of(new_site.database)["jobs_workerheartbeat"] == 1, worker)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=30)

    assert (failed, works, worker.returncode) == (True, True, 0)


def wait_for(holds, process: subprocess.Popen) -> bool:
    """Wait until something holds, as long as the process lives."""
    while process.poll() is None:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_a_site_that_cannot_start_ends_at_once_and_says_so(new_site):
    """Its port is taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = new_site.runs("serve", "--port", taken.getsockname()[1])

    assert (ended.returncode, "The web server did not start" in ended.stderr) == (1, True)
