"""A site is copied while it runs, and brought back elsewhere."""

import shutil
import sqlite3

import pyrage
import pytest

from cyfran.cli.backup_files import UnusableBackup, check_contents, check_database, write_contents
from cyfran.cli.backups import known_migrations
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
    assert "Compared with what was copied:" in restored.stdout and "1 files." in restored.stdout
    assert [
        oct(path.stat().st_mode & 0o777) for path in (tmp_path / "copy", tmp_path / "copy" / DATABASE)
    ] == [
        "0o700",
        "0o600",
    ]
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


@pytest.fixture
def copy(site):
    """A folder as a backup is."""
    write_contents(site)
    return site


def change_rows(copy):
    with sqlite3.connect(copy / DATABASE) as database:
        database.execute("DELETE FROM cache")
        database.execute("INSERT INTO cache VALUES ('x', 'y', '2030-01-01'), ('z', 'y', '2030-01-01')")


def change_a_file(copy):
    (copy / "files/uploads/one").write_bytes(b"another picture")


def come_from_a_later_version(copy):
    with sqlite3.connect(copy / DATABASE) as database:
        database.execute("INSERT INTO django_migrations VALUES (9999, 'people', '0999_later', '2030-01-01')")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_rows, "The rows of cache are not those that were copied"),
        (change_a_file, "The file files/uploads/one is missing or damaged"),
        (come_from_a_later_version, "made by a later version"),
    ],
)
def test_a_copy_that_is_not_what_was_copied_is_refused(change, said, copy):
    known = known_migrations()
    check_database(copy / DATABASE, known)
    check_contents(copy)
    change(copy)

    with pytest.raises(UnusableBackup, match=said):
        check_database(copy / DATABASE, known)
        check_contents(copy)


def test_a_copy_of_an_earlier_version_is_taken_without_comparing(site):
    assert "nothing was compared" in check_contents(site)


def test_an_encrypted_copy_is_one_file_that_only_its_key_opens(site, tmp_path):
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, identity in (("own", own), ("other", other)):
        (tmp_path / name).write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    copy, elsewhere = tmp_path / "copies/night.age", tmp_path / "elsewhere"

    copied = runs(site, "backup", copy, "--encrypt-to", str(own.to_public()))
    without = runs(elsewhere, "restore", copy)
    wrong = runs(elsewhere, "restore", copy, "--identity", tmp_path / "other")
    right = runs(elsewhere, "restore", copy, "--identity", tmp_path / "own")

    assert [ended.returncode for ended in (copied, without, wrong, right)] == [0, 2, 2, 0], right.stderr
    assert [path.name for path in copy.parent.iterdir()] == ["night.age"]  # nothing that anybody can read
    assert b"a picture" not in copy.read_bytes()
    assert "cannot be opened with the key" in wrong.stderr
    assert (elsewhere / "files/uploads/one").read_bytes() == b"a picture"


def test_a_key_that_is_none_is_refused_before_anything_is_copied(site, tmp_path):
    ended = runs(site, "backup", tmp_path / "copy", "--encrypt-to", "ssh-ed25519 AAAA")

    assert (ended.returncode, "no public key of age" in ended.stderr) == (2, True)
    assert not (tmp_path / "copy").exists()
