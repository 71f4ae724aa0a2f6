"""Identifiers sort by the time they were made; what is deleted is gone."""

import sqlite3
import time
from contextlib import closing
from uuid import RFC_4122

import pytest
from django.utils import timezone

from cyfran.config.environment import SQLITE_START
from cyfran.core import database
from cyfran.core.database import uuid7
from cyfran.ground.people.actions import forget
from cyfran.ground.people.models import Participant


def test_what_is_made_within_a_millisecond_is_in_order():
    made = []
    for _ in range(200):
        made.append(uuid7())
        until = time.perf_counter_ns() + 2_000
        while time.perf_counter_ns() < until:
            pass

    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 60


# --- What is deleted ----------------------------------------------------------------------------------------------


def test_deleted_words_are_in_no_file_of_sqlite(tmp_path):
    words, path = "Rhywbeth a ddywedodd rhywun", tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as site:
        site.executescript(SQLITE_START)
        site.execute("CREATE TABLE statement (text text)")
        site.executemany(
            "INSERT INTO statement VALUES (?)", [(f"{words} {number}",) for number in range(500)]
        )
        site.execute("DELETE FROM statement")
        site.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        left = [file.name for file in tmp_path.iterdir() if words.encode() in file.read_bytes()]

    assert left == []


@pytest.mark.sqlite_is_enough
def test_an_erasure_takes_what_it_deleted_out_of_the_log_too(universe, django_capture_on_commit_callbacks):
    participant = Participant.objects.create(joined_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        forget(participant=participant, at=timezone.now())

    assert database.empty_write_ahead_log in callbacks
