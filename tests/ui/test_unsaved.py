"""A database that cannot be written: pages are read, and what is sent stays with whoever sent it."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from cyfran.discover.conversations.models import Statement
from cyfran.discover.rooms.models import Room
from cyfran.ui import unsaved

pytestmark = pytest.mark.sqlite_is_enough
WORDS = "Mae'r golau <b>wrth yr ysgol</b> wedi diffodd " + "yn y nos " * 9


@pytest.fixture
def resident(universe):
    client = Client()
    client.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on"})
    return client


@pytest.fixture
def unwritable(universe, resident):
    """The database can be read and not written, as where its disk is full or has become read-only."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")


def test_pages_are_read_and_a_statement_stays_with_its_author(universe, resident, unwritable):
    address = f"/en/take-part/{universe.conversation.join_code}/say/"

    answer = resident.post(address, {"text": WORDS, "language": "cy"})

    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "This was not saved" in page
    assert page.count("wrth yr ysgol&lt;/b&gt;") == 2  # to read, and to send again
    assert f'action="{address}"' in page
    assert resident.get(f"/cy/partnerships/{universe.partnership.slug}/").status_code == 200


def test_what_was_kept_back_is_sent_again_by_the_button(universe, resident):
    address = f"/en/take-part/{universe.conversation.join_code}/say/"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    page = resident.post(address, {"text": WORDS, "language": "cy"}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")
    hidden = {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    }

    resident.post(address, hidden)

    assert Statement.objects.latest("at").text == WORDS.strip()


def test_a_script_is_told_in_a_sentence(universe, resident, unwritable):
    votes = f"/r/{Room.objects.first().join_code}/votes/"

    page = resident.post(
        f"/en/take-part/{universe.conversation.join_code}/say/",
        HTTP_HX_REQUEST="true",
        data={"text": WORDS, "language": "cy"},
    )

    assert (page.status_code, page["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert resident.post(votes, [], content_type="application/json").status_code == 409


def test_a_limit_is_not_said_to_be_reached_as_it_cannot_be_counted(unwritable, client):
    with pytest.raises(OperationalError):
        cache.set("count", 1)
    with pytest.raises(OperationalError):
        cache.add("new", 1)

    page = client.post("/en/sign-in/", {"email": "officer@example.org"})

    assert page.status_code == 503
    assert "officer@example.org" in page.content.decode()


def test_a_key_that_is_there_is_added_once(db):
    assert [cache.add("once", 1), cache.add("once", 2), cache.get("once")] == [True, False, 1]


def test_where_no_page_can_be_drawn_a_constant_one_says_so_in_both_languages(universe, client, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("cyfran.ui.context.site_details", away)

    page = client.get("/en/partnerships/dyffryn-gwynlas/")

    assert (page.status_code, page.content.decode()) == (503, unsaved.UNREACHABLE)


def test_a_form_that_is_too_old_shows_what_was_written_and_does_not_send_it(universe):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/en/take-part/", {"text": WORDS, "language": "cy"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert page.count("wrth yr ysgol&lt;/b&gt;") == 1
    assert 'type="hidden" name="text"' not in page


def test_what_was_shown_to_somebody_known_is_kept_by_no_browser(universe, resident, client):
    address = f"/en/partnerships/{universe.partnership.slug}/"
    anybody = client.get(address)
    client.force_login(universe.users["officer"])

    pages = [resident.get(address), client.get(address), client.get(f"{address}log/")]

    assert not anybody.has_header("Cache-Control")
    assert [page["Cache-Control"] for page in pages] == ["private, no-store"] * 3
