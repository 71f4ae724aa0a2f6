"""Who may open which page: a stranger, a member, an organiser, someone of another partnership."""

from datetime import UTC, datetime

import pytest

from cyfran.core.accounts.actions import open_account
from cyfran.ground.partnerships import actions as partnerships

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PARTNERSHIP = "/en/partnerships/dyffryn-gwynlas/"

# page: who may open it, of stranger, other (of another partnership), member (evaluator), facilitator, officer
PAGES = {
    "": "stranger other member facilitator officer",
    "charter/": "stranger other member facilitator officer",
    "gates/": "stranger other member facilitator officer",
    "power/": "stranger other member facilitator officer",
    "conversations/": "stranger other member facilitator officer",
    "conversations/{c}/": "stranger other member facilitator officer",
    "conversations/{c}/landscape/": "stranger other member facilitator officer",
    "conversations/{c}/statements/not-shown/": "stranger other member facilitator officer",
    "members/": "member facilitator officer",
    "texts/": "member facilitator officer",
    "conversations/{c}/votes.csv": "member facilitator officer",
    "conversations/{c}/comments.csv": "member facilitator officer",
    "conversations/add/": "facilitator officer",
    "conversations/import/": "facilitator officer",
    "conversations/{c}/invite/": "facilitator officer",
    "conversations/{c}/statements/add/": "facilitator officer",
    "conversations/{c}/statements/waiting/": "facilitator officer",
    "power/add/": "facilitator officer",
    "members/add/": "officer",
    "organisations/add/": "officer",
    "priority-groups/add/": "officer",
    "charter/change/": "officer",
    "gates/step-back/": "officer",
}
VISITORS = ("stranger", "other", "member", "facilitator", "officer")


@pytest.fixture
def people(universe):
    other = open_account(email="other@example.org", name="Other", language="en", at=NOW, is_operator=True)
    partnerships.begin_partnership(
        slug="other", name=("O", "A"), purpose=("P", "P"), place=universe.partnership.place, by=other, at=NOW
    )
    return {
        "other": other,
        "member": universe.users["evaluator"],
        "facilitator": universe.users["facilitator"],
        "officer": universe.users["officer"],
    }


@pytest.mark.parametrize("visitor", VISITORS)
def test_pages_open_for_whom_they_are(visitor, universe, people, client):
    if visitor != "stranger":
        client.force_login(people[visitor])

    paths = {page: PARTNERSHIP + page.format(c=universe.conversation.pk) for page in PAGES}
    opened = {page for page, path in paths.items() if client.get(path).status_code == 200}

    assert opened == {page for page, allowed in PAGES.items() if visitor in allowed.split()}


def test_a_draft_is_not_there_for_strangers(universe, people, client):
    from cyfran.discover.conversations.actions import begin_conversation

    draft = begin_conversation(
        partnership=universe.partnership, question=("Q", "C"), by=universe.users["officer"], at=NOW
    )

    seen = [client.get(path).status_code for path in (
        f"{PARTNERSHIP}conversations/{draft.pk}/", f"/t/{draft.join_code}/", f"/en/take-part/{draft.join_code}/",
    )]  # fmt: skip

    assert seen == [404, 404, 404]


@pytest.mark.parametrize("visitor", ["stranger", "other", "member"])
def test_nobody_else_changes_anything(visitor, universe, people, client):
    if visitor != "stranger":
        client.force_login(people[visitor])
    conversation = f"{PARTNERSHIP}conversations/{universe.conversation.pk}/"
    posts = {
        f"{conversation}state/": {"state": "closed"},
        f"{conversation}invite/codes/": {"how_many": "3"},
        f"{conversation}statements/add/": {"text": "x", "language": "en"},
        f"{PARTNERSHIP}organisations/add/": {"name_en": "x", "name_cy": "x", "side": "community"},
        f"{PARTNERSHIP}gates/define/key/": {"objection": ""},
    }

    assert {client.post(path, data).status_code for path, data in posts.items()} <= {403, 409}
