"""What a site keeps of one person, in one file."""

import json

import pytest
from django.test import Client

from cyfran.core.accounts.models import User
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Participation, Vote
from cyfran.ground.people.actions import keep_with_account, record_circumstances
from cyfran.ground.people.models import Participant
from cyfran.learn.archive import queries
from tests.house.test_arrows import our_models

PAGE = "/en/my-data/"


@pytest.fixture
def resident(universe):
    """Someone who joined on this device, said something and voted."""
    client = Client()
    code = universe.conversation.join_code
    client.post(f"/en/take-part/{code}/", {"record": "on"})
    client.post(f"/en/take-part/{code}/say/", {"text": "The lamp by the school is out", "language": "en"})
    participation = Participation.objects.latest("at")
    statement = universe.conversation.statements.filter(is_seed=True).first()
    at = participation.at
    conversations.cast_vote(
        participation=participation, statement=statement, answer=-1, selection_probability=None, at=at
    )
    record_circumstances(participant=participation.participant, answers={"language": "cy"}, at=at)
    client.participation = participation
    return client


def file_of(client):
    answer = client.post(PAGE)
    assert answer["Cache-Control"] == "no-store"
    return json.loads(b"".join(answer.streaming_content))


def test_a_resident_gets_what_they_gave_whatever_chapter_keeps_it(resident):
    data = file_of(resident)["taking_part"]

    [vote] = data["conversations.Vote"]
    assert [row["text"] for row in data["conversations.Statement"]] == ["The lamp by the school is out"]
    assert (vote["answer"], bool(vote["statement_text"])) == ("-1", True)
    assert [row["category"] for row in data["people.Circumstance"]] == ["cy"]
    assert {row["purpose"] for row in data["people.Consent"]} >= {"record"}


def test_nobody_gets_what_somebody_else_gave(resident, universe):
    data = file_of(resident)["taking_part"]

    assert len(data["people.Participant"]) == 1
    assert len(data["conversations.Vote"]) < Vote.objects.count()
    participant = str(resident.participation.participant_id)
    assert {row["participant_id"] for row in data["conversations.Participation"]} == {participant}


def test_a_member_gets_their_account_and_what_they_did_and_who_they_are_elsewhere(universe, client, resident):
    officer = universe.users["officer"]
    keep_with_account(
        participant=resident.participation.participant, by=officer, at=resident.participation.at
    )
    client.force_login(officer)

    data = file_of(client)

    assert [row["email"] for row in data["account"]["accounts.User"]] == [officer.email]
    assert data["account"]["partnerships.Membership"]
    assert data["taking_part"]["conversations.Vote"]
    text = json.dumps(data)
    others = User.objects.exclude(pk=officer.pk)
    assert not [person.email for person in others if person.email in text]


def test_secrets_are_not_in_it(universe, client, resident):
    participant = resident.participation.participant
    code = conversations.give_code(participant=participant, at=resident.participation.at)
    participant.refresh_from_db()
    client.force_login(universe.users["officer"])

    for who in (resident, client):
        text = json.dumps(file_of(who))
        assert code not in text
        assert participant.code_digest not in text
        assert "session_key" not in text and "password" not in text


def test_a_stranger_is_told_how_to_get_theirs(universe, client):
    page = client.get(PAGE).content.decode()

    assert "enter your personal code first" in page
    assert "Download my data" not in page
    assert client.post(PAGE)["Content-Type"].startswith("text/html")


def test_every_table_that_leads_to_a_person_is_looked_at():
    of_people = {model for model in our_models() if queries.path_to(Participant, model)}

    assert set(queries.tables_of_participants()) == of_people
    assert len(of_people) > 20
