"""The commands that run a site, as someone types them."""

import os
import sqlite3
import subprocess
import sys

import pytest


@pytest.fixture
def cyfran(tmp_path):
    """Run a command on a site of its own, in SQLite."""
    environment = {
        **os.environ,
        "CYFRAN_DATA": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "CYFRAN_SECRET_KEY": "",  # so that the site makes and keeps one of its own
        "CYFRAN_LANG": "en",
    }

    def run(*arguments):
        command = [sys.executable, "-m", "cyfran", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    return run


def test_the_first_steps_of_a_new_site(cyfran, tmp_path):
    said = [
        cyfran("migrate"),
        cyfran("places"),
        cyfran("operator", "someone@example.org", "Someone"),
        cyfran("operator", "someone@example.org", "Someone"),
        cyfran("backup", tmp_path / "copy"),
        cyfran("backup", tmp_path / "copy"),
        cyfran("check"),
    ]

    assert [s.returncode for s in said] == [0, 0, 0, 2, 0, 2, 0], [s.stderr[-300:] for s in said]
    assert "Places loaded: 30" in said[1].stdout
    assert sorted(p.name for p in (tmp_path / "copy").iterdir()) == ["cyfran.sqlite3", "secret-key"]
    assert (tmp_path / "data/secret-key").stat().st_mode & 0o777 == 0o600


def test_the_demo_is_told_once_and_leaves_real_work_alone(cyfran, tmp_path):
    first, second = cyfran("demo", "--no-serve"), cyfran("demo", "--no-serve")
    with sqlite3.connect(tmp_path / "data/cyfran.sqlite3") as database:
        database.execute("UPDATE partnerships_partnership SET is_example = 0")
    refused = cyfran("demo", "--reset", "--no-serve")

    assert [s.returncode for s in (first, second, refused)] == [0, 0, 2], refused.stderr
    assert "Telling the story" in first.stdout
    assert "there already" in second.stdout
    assert "There are real partnerships" in refused.stderr
