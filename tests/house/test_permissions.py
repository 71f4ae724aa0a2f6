"""Who may open which page, and who may do what: every address, tried by everyone.

The table is docs/operations/permissions.md. It is made by these tests (CYFRAN_UPDATE=1) and read by people.
"""

import os
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.backends.jinja2 import Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cyfran.core.accounts.actions import open_account
from cyfran.define.insights.models import Challenge
from cyfran.deliver.commitments.rules import owner_side
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ui.messages import SENTENCES
from tests.beside import ROOT
from tests.examples.collected import merged
from tests.house.test_addresses import (
    OF_A_PHONE,
    OF_SIGN_IN,
    ONLY_POSTED,
    address,
    arguments,
    named_addresses,
)

# Thousands of requests, to pages that test_addresses.py reaches as well
pytestmark = [pytest.mark.no_cover, pytest.mark.sqlite_is_enough]
__all__ = ["arguments"]  # a fixture

NOW = datetime(2026, 10, 5, tzinfo=UTC)
TABLE = ROOT / "docs/operations/permissions.md"
ROLES = ("member", "connector", "facilitator", "officer", "evaluator", "commissioner", "board", "observer")
EVERYONE = ("stranger", "resident", "other", *ROLES)
OWN_COOKIE = (
    "taking-part:",
    "rooms-phone:answer",
    "events:my_place",
    "survey:",
)  # what someone gave is for whoever holds their cookie, whatever else they are
OF_OPERATORS = {"places:import", "places:add_wales", "partnerships:add"}


@pytest.fixture
def unrendered(monkeypatch):
    """Who may open a page is settled before it is written, which takes most of the time: test_addresses.py has them written."""
    monkeypatch.setattr(Template, "render", lambda *_: "")


@pytest.fixture
def browser_of(universe):
    """Give someone's browser: of no account, of someone who takes part, of an officer elsewhere, or of a role here."""

    def browser(who):
        client = Client()
        if who == "resident":
            client.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on"})
        elif who == "other":
            client.force_login(an_officer_elsewhere(universe))
        elif who != "stranger":
            client.force_login(universe.users[who])
        return client

    return browser


def an_officer_elsewhere(universe):
    other = open_account(email="other@example.org", name="Other", language="en", at=NOW, is_operator=True)
    partnerships.begin_partnership(
        slug="other", name=("O", "A"), purpose=("P", "P"), place=universe.partnership.place, by=other, at=NOW
    )
    return other


@pytest.fixture
def paths(arguments):
    with translation.override("en"):
        return {
            name: address(name, parts, arguments)
            for name, parts in sorted(set(named_addresses()))
            if not name.startswith((*OF_SIGN_IN, "setup:", *OWN_COOKIE)) and name not in OF_OPERATORS
        }


def tried(browser, method, path):
    """What came of a request; whatever it changed is taken back."""
    with transaction.atomic():
        status = getattr(browser, method)(path).status_code
        transaction.set_rollback(True)
    return status


def table_of(text):
    """Read the table back: for each address, who may open it."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return {
        name: {who for who, cell in zip(EVERYONE, cells, strict=True) if cell == "yes"}
        for name, *cells in rows[1:]
    }


def as_table(rows):
    lines = [
        "# Who may open which page",
        "",
        "Made by `tests/house/test_permissions.py`, which asks every address as everyone. *Stranger*: no account; *resident*:",
        "takes part by a code; *other*: an officer of another partnership. Who may not open a page cannot send anything to it.",
        "",
        f"| address | {' | '.join(EVERYONE)} |",
        f"|---|{'---|' * len(EVERYONE)}",
    ]
    for name, allowed in sorted(rows.items()):
        lines.append(f"| {name} | {' | '.join('yes' if who in allowed else '' for who in EVERYONE)} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("who", EVERYONE)
def test_pages_open_for_whom_the_table_says_and_nobody_else_sends_anything_to_them(
    who, browser_of, paths, unrendered
):
    browser = browser_of(who)
    pages = [name for name in paths if name not in ONLY_POSTED | OF_A_PHONE]

    opened = {name for name in pages if tried(browser, "get", paths[name]) == 200}
    through = {name for name in pages if name not in opened and tried(browser, "post", paths[name]) < 400}

    rows = table_of(TABLE.read_text())
    if os.environ.get("CYFRAN_UPDATE"):
        rows = {name: rows.get(name, set()) - {who} | ({who} if name in opened else set()) for name in pages}
        TABLE.write_text(as_table(rows))
    assert {name for name, allowed in rows.items() if who in allowed} == opened
    assert through == set()


def test_the_table_lists_every_page_and_is_as_it_would_be_written(paths):
    rows = table_of(TABLE.read_text())

    assert set(rows) == {name for name in paths if name not in ONLY_POSTED | OF_A_PHONE}
    assert TABLE.read_text() == as_table(rows)


# What is done by the press of a button: who may, of those who are here
PRESSED = merged("PRESSED")
NOT_THE_OWNER = SENTENCES["not_the_owner"].encode()


def is_let(browser, path, sent):
    """Done, or refused because it makes no sense now; not refused because of who asks."""
    with transaction.atomic():
        answer = browser.post(path, sent)
        transaction.set_rollback(True)
    return answer.status_code not in (403, 404) and NOT_THE_OWNER not in answer.content


def test_buttons_work_for_whom_they_are(browser_of, paths, universe):
    challenge = Challenge.objects.create(
        partnership=universe.partnership, text_en="A", text_cy="B", at=NOW, by=universe.users["officer"]
    )
    path = reverse("insights:agree_challenge", args=["dyffryn-gwynlas", challenge.pk])
    addresses = paths | {"insights:agree_challenge": path}

    sent = {"statement": universe.partnership.themes.first().statements.first().pk}

    browsers = {who: browser_of(who) for who in EVERYONE}
    pressed = {
        name: {who for who in EVERYONE if is_let(browsers[who], addresses[name], sent)} for name in PRESSED
    }

    assert pressed == PRESSED


def test_nobody_owns_what_has_no_owner(universe):
    promise = universe.partnership.commitments.filter(community_owner=None).first()

    assert owner_side(AnonymousUser(), promise) is None


def test_a_draft_is_not_there_for_strangers(universe, client):
    from cyfran.discover.conversations.actions import begin_conversation

    draft = begin_conversation(
        partnership=universe.partnership, question=("Q", "C"), by=universe.users["officer"], at=NOW
    )

    seen = [client.get(path).status_code for path in (
        f"/en/partnerships/dyffryn-gwynlas/conversations/{draft.pk}/", f"/t/{draft.join_code}/",
        f"/en/take-part/{draft.join_code}/",
    )]  # fmt: skip

    assert seen == [404, 404, 404]


def test_a_promise_nobody_has_accepted_is_for_members(universe, client):
    from cyfran.deliver.commitments.actions import make_commitment

    promise = make_commitment(
        partnership=universe.partnership, text=("Not yet", "Ddim eto"), insights=[universe.partnership.insights.first()],
        institution_owner=universe.users["board"], community_owner=None, first_due=NOW.date(),
        by=universe.users["officer"], at=NOW,
    )  # fmt: skip
    base = "/en/partnerships/dyffryn-gwynlas/"
    detail, thread = f"{base}commitments/{promise.pk}/", f"{base}thread/commitment/{promise.pk}/"

    as_stranger = [client.get(path).status_code for path in (detail, thread)]
    listed = b"Not yet" in client.get(f"{base}commitments/").content
    client.force_login(universe.users["observer"])

    assert (as_stranger, listed) == ([404, 404], False)
    assert [client.get(path).status_code for path in (detail, thread)] == [200, 200]
