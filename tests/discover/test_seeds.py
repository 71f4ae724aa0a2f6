"""Seeds: statements that organisers put forward so that there is something to vote on. Nobody said them."""

import csv
import io
from datetime import UTC, datetime

import pytest

from cyfran.core.audit.models import AuditEvent
from cyfran.core.errors import ActionError
from cyfran.core.thread.node_types import Reader
from cyfran.discover.conversations import actions, queries
from cyfran.discover.conversations.exchange import read_polis
from cyfran.discover.conversations.models import Statement

NOW = datetime(2026, 1, 5, tzinfo=UTC)
BASE = "/en/partnerships/dyffryn-gwynlas/conversations/"


@pytest.fixture
def draft(universe):
    return actions.begin_conversation(
        partnership=universe.partnership,
        question=("What next?", "Beth nesaf?"),
        by=universe.users["officer"],
        at=NOW,
    )


def seed(conversation, officer, text="There should be a bus on Sundays."):
    return actions.add_seed(conversation=conversation, text=text, language="en", by=officer, at=NOW)


def test_a_conversation_opens_once_there_is_something_to_vote_on(draft, universe, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    page = f"{BASE}{draft.pk}/"
    before = client.get(page).content.decode()
    refused = client.post(f"{page}state/", {"state": "open"}, follow=True).content.decode()
    state_before = queries.state_of(draft)

    seed(draft, officer)
    client.post(f"{page}state/", {"state": "open"})

    assert "Add at least one statement, then open the conversation" in before
    assert "Open the conversation</button>" not in before
    assert "Add at least one statement, then open the conversation" in refused
    assert state_before == "draft"
    assert queries.state_of(draft) == "open"


def test_a_refused_statement_is_nothing_to_vote_on(draft, universe):
    officer = universe.users["officer"]
    refused = seed(draft, officer)
    actions.decide(statement=refused, accepted=False, ground="off_topic", reason="", by=officer, at=NOW)

    with pytest.raises(ActionError) as found:
        actions.set_state(conversation=draft, state="open", by=officer, at=NOW)

    assert found.value.code == "conversation_has_no_statements"


def test_a_seed_is_voted_on_and_never_counted_as_what_someone_said(draft, universe, client):
    officer, partnership = universe.users["officer"], universe.partnership
    before = queries.heard_summary(partnership).statements
    put_forward = seed(draft, officer)
    actions.set_state(conversation=draft, state="open", by=officer, at=NOW)
    reader = Reader(partnership.pk, is_member=True)
    shown = queries.show_statements(Statement.objects.filter(pk=put_forward.pk), reader)
    page = client.get(f"{BASE}{draft.pk}/").content.decode()

    assert queries.open_statements(draft).get() == put_forward
    assert queries.heard_summary(partnership).statements == before
    assert shown == {}
    assert "Statements from the organisers, not counted as what people said: 1" in page


def test_the_export_and_the_results_say_which_statements_are_seeds(universe, client):
    client.force_login(universe.users["officer"])
    page = f"{BASE}{universe.conversation.pk}/"
    exported = client.get(f"{page}comments.csv").content.decode()
    results = client.get(f"{page}landscape/").content.decode()

    rows = list(csv.DictReader(io.StringIO(exported)))
    votes = client.get(f"{page}votes.csv").content

    assert [row["is-seed"] for row in rows].count("true") == 6
    assert results.count("From the organisers:") >= 6
    read = read_polis(io.BytesIO(votes), io.BytesIO(exported.encode()))
    assert [s.label for s in read.statements if s.is_seed] == ["1", "2", "3", "4", "5", "6"]


def test_a_seed_is_corrected_and_removed_until_somebody_votes_on_it(draft, universe, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    first, second = seed(draft, officer, "Buses on Sundey."), seed(draft, officer, "Something else entirely.")
    page = f"{BASE}{draft.pk}/statements/seeds/"
    texts = {"text": "Buses on Sunday.", "language": "en", "translation": "Bysiau ar ddydd Sul."}

    shown = client.get(f"{page}{first.pk}/").content.decode()
    client.post(f"{page}{first.pk}/", texts)
    client.post(f"{page}{second.pk}/remove/")

    assert "Buses on Sundey." in shown
    assert queries.seeds_of(draft).get().text == "Buses on Sunday."
    assert queries.seeds_of(draft).get().translations.get().text == "Bysiau ar ddydd Sul."
    logged = AuditEvent.objects.filter(kind="statement.changed").latest("id")
    assert logged.detail["before"]["text"] == "Buses on Sundey."


def test_a_seed_that_was_voted_on_and_what_people_said_stay_as_they_are(universe, client):
    client.force_login(universe.users["officer"])
    page = f"{BASE}{universe.conversation.pk}/statements/seeds/"
    voted_on = queries.seeds_of(universe.conversation).first()
    said = Statement.objects.filter(conversation=universe.conversation, is_seed=False).first()

    refused = client.post(f"{page}{voted_on.pk}/remove/", follow=True).content.decode()
    texts = {"text": "New", "language": "en"}
    changed = client.post(f"{page}{voted_on.pk}/", texts)

    assert "People have voted on this statement" in refused
    assert changed.status_code == 422
    assert "People have voted on this statement" in changed.content.decode()
    assert client.post(f"{page}{said.pk}/remove/").status_code == 404
    assert queries.seeds_of(universe.conversation).first().text == voted_on.text


def test_a_seed_that_something_rests_on_stays_as_it_is(draft, universe, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    put_forward = seed(draft, officer)
    universe.partnership.insights.first().citations.create(statement=put_forward)

    refused = client.post(f"{BASE}{draft.pk}/statements/seeds/{put_forward.pk}/remove/", follow=True)

    assert "in a theme or in an insight" in refused.content.decode()
    assert queries.seeds_of(draft).get() == put_forward


def test_a_seed_is_there_once(universe):
    seed = universe.conversation.statements.filter(is_seed=True).first()
    by = {"by": universe.users["officer"], "at": NOW}

    with pytest.raises(ActionError, match="seed_there_already"):
        actions.add_seed(conversation=universe.conversation, text=f" {seed.text} ", language="en", **by)
