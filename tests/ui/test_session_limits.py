"""Whoever has an account is signed out where a device is left, and after two weeks whatever they do."""

import time

import pytest

from cyfran.ui.session_limits import BEGAN, SEEN

HOUR, DAY = 3600, 24 * 3600
pytestmark = pytest.mark.sqlite_is_enough


@pytest.fixture
def officer(universe, client):
    client.force_login(universe.users["officer"])
    client.get("/en/")
    return client


@pytest.fixture
def after(monkeypatch):
    """Put the clock of the limits forward."""
    now = time.time()
    return lambda seconds: monkeypatch.setattr("cyfran.ui.session_limits.time.time", lambda: now + seconds)


def test_a_device_that_is_left_is_signed_out_and_leads_back(officer, after):
    after(12 * HOUR + 60)

    answer = officer.get("/cy/partnerships/dyffryn-gwynlas/members/", follow=True)

    [(address, _status), *_] = answer.redirect_chain
    assert address.endswith("?next=%2Fcy%2Fpartnerships%2Fdyffryn-gwynlas%2Fmembers%2F")
    assert "allgofnodi" in answer.content.decode()
    assert officer.get("/en/partnerships/dyffryn-gwynlas/members/").status_code == 403


def test_whoever_uses_it_stays_signed_in_until_two_weeks_are_over(officer, after):
    for hours in range(11, 14 * 24, 11):
        after(hours * HOUR)
        assert officer.get("/en/partnerships/dyffryn-gwynlas/members/").status_code == 200

    after(14 * DAY + HOUR)
    assert officer.get("/en/partnerships/dyffryn-gwynlas/members/").status_code == 302


def test_what_was_being_written_is_shown_when_the_session_is_over(officer, after):
    after(12 * HOUR + 60)

    answer = officer.post(
        "/en/partnerships/dyffryn-gwynlas/change/", {"name_en": "A name that took long to find"}
    )

    assert answer.status_code == 403
    assert "A name that took long to find" in answer.content.decode()


def test_a_session_is_not_saved_at_each_page(officer, after):
    seen = officer.session[SEEN]

    after(60)
    officer.get("/en/")

    assert officer.session[SEEN] == seen
    assert BEGAN in officer.session
