"""No list asks the database more often because it is longer."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.examples.collected import examples_named, merged

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MOST = merged("MOST_QUERIES")


def add_a_row_to_every_list(universe, number):
    rows: dict = {}
    for add_rows in examples_named("add_rows"):
        add_rows(universe, rows, (f"A{number}", f"B{number}"), {"by": universe.users["officer"], "at": NOW})


def most(path):
    """What was said at an event is followed forward, level by level, all of it at once; a report counts every step."""
    ends = {"/contributions/": 40, "/report/": 31}
    return next((number for end, number in ends.items() if path.endswith(end)), MOST.get(path, 20))


def count_queries(client, path):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_longer_lists_take_no_more_queries(universe, client):
    lists = [path for paths_of in examples_named("lists") for path in paths_of(universe)]
    client.force_login(universe.users["officer"])
    client.get("/en/")  # the first page of a session notes when it began
    add_a_row_to_every_list(universe, 0)
    before = {path: count_queries(client, path) for path in lists}

    for number in (1, 2):
        add_a_row_to_every_list(universe, number)

    assert {path: count_queries(client, path) for path in lists} == before
    assert {path: number for path, number in before.items() if number > most(path)} == {}
