"""A review, and the officer signed in."""

import pytest

from tests.discover.evidence.review_cases import Review


@pytest.fixture
def review(universe):
    return Review(universe)


@pytest.fixture
def officer(client, universe):
    client.force_login(universe.users["officer"])
    return client
