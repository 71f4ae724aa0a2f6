"""A site is copied while it runs, and brought back elsewhere."""

import shutil
import sqlite3

import pytest

from tests.cli.command import run_process
from tests.demo_site import DATABASE, demo_database

pytestmark = [pytest.mark.process, pytest.mark.sqlite_is_enough]


def runs(folder, *arguments):
    return run_process(*arguments, CYFRAN_DATA=str(folder), DATABASE_URL="", CYFRAN_SECRET_KEY="")


@pytest.fixture
def site(tmp_path):
    """A site with the story in it, a file that someone uploaded, and a key of its own."""
    folder = tmp_path / "site"
    (folder / "files/uploads").mkdir(parents=True)
    shutil.copy(demo_database(), folder / DATABASE)
    (folder / "files/uploads/one").write_bytes(b"a picture")
    (folder / "secret-key").write_text("the key of this site")
    return folder


def test_a_site_is_restored_elsewhere_with_its_files_and_its_key(site, tmp_path):
    copied = runs(site, "backup", tmp_path / "copy")
    (tmp_path / "elsewhere/files/uploads").mkdir(parents=True)  # as far as one came that was killed
    (tmp_path / "elsewhere/files/uploads/one").write_bytes(b"half")
    (tmp_path / f"elsewhere/{DATABASE}.part").write_bytes(b"half")
    restored = runs(tmp_path / "elsewhere", "restore", tmp_path / "copy")
    again = runs(tmp_path / "elsewhere", "restore", tmp_path / "copy")

    assert (copied.returncode, restored.returncode, again.returncode) == (0, 0, 2), restored.stderr
    assert "Partnerships: 1." in restored.stdout
    assert "was not touched" in again.stderr
    assert (tmp_path / "elsewhere/files/uploads/one").read_bytes() == b"a picture"
    assert (tmp_path / "elsewhere/secret-key").read_text() == "the key of this site"
    with sqlite3.connect(tmp_path / "elsewhere" / DATABASE) as database:
        (votes,) = database.execute("SELECT count(*) FROM conversations_vote").fetchone()
    assert votes > 1000


@pytest.mark.parametrize("content", [None, b"", b"no database at all, but long enough to look like one"])
def test_what_is_no_whole_copy_is_refused_and_nothing_is_made(content, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    if content is not None:
        (copy / DATABASE).write_bytes(content)

    ended = runs(tmp_path / "elsewhere", "restore", copy)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "elsewhere").exists()
