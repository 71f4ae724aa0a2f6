"""No list asks the database more often because it is longer."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Participation
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.places import actions as places

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PARTNERSHIP = "/en/partnerships/dyffryn-gwynlas/"


def one_more(universe, number):
    """Add a row to every list."""
    partnership, conversation, officer = (
        universe.partnership,
        universe.conversation,
        universe.users["officer"],
    )
    by_officer = {"by": officer, "at": NOW}
    names = (f"A{number}", f"B{number}")
    places.add_place(code=f"T{number}", name_en="A", name_cy="B", level="local", parent=None, source="test")
    partnerships.begin_partnership(
        slug=f"p{number}", name=names, purpose=names, place=partnership.place, by=universe.operator, at=NOW
    )
    partnerships.add_organisation(partnership=partnership, name=names, side="community", **by_officer)
    partnerships.name_priority_group(partnership=partnership, name=names, reason=names, **by_officer)
    partnerships.name_matter(partnership=partnership, name=names, **by_officer)
    partnerships.add_member(
        partnership=partnership, email=f"{number}@example.org", name="N", language="en", role="member", side="community",
        organisation=None, **by_officer,
    )  # fmt: skip
    conversations.begin_conversation(partnership=partnership, question=names, **by_officer)
    author = Participation.objects.filter(conversation=conversation).first()
    conversations.say(participation=author, text=f"Waiting {number}", language="en", at=NOW)
    refused = conversations.say(participation=author, text=f"Refused {number}", language="en", at=NOW)
    conversations.decide(statement=refused, accepted=False, ground="same", reason="", **by_officer)
    conversations.add_statement(
        conversation=conversation, text=f"New {number}", language="en", translation="Newydd", **by_officer
    )
    conversations.renew_landscape(conversation=conversation, at=NOW)


@pytest.fixture
def lists(universe):
    conversation = f"{PARTNERSHIP}conversations/{universe.conversation.pk}/"
    return [
        "/en/", "/en/places/", "/en/places/SYN-A00/", "/en/partnerships/", PARTNERSHIP, f"{PARTNERSHIP}members/",
        f"{PARTNERSHIP}power/", f"{PARTNERSHIP}gates/", f"{PARTNERSHIP}texts/", f"{PARTNERSHIP}conversations/",
        conversation, f"{conversation}statements/waiting/", f"{conversation}statements/not-shown/",
        f"{conversation}landscape/",
    ]  # fmt: skip


def count_queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_longer_lists_take_no_more_queries(universe, client, lists):
    client.force_login(universe.users["officer"])
    one_more(universe, 0)
    before = {path: count_queries(client, path) for path in lists}

    for number in (1, 2):
        one_more(universe, number)

    assert {path: count_queries(client, path) for path in lists} == before
    assert max(before.values()) <= 20
