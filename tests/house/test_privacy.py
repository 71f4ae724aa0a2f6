"""Every table that holds something of a person is known, and emptied of it when they ask."""

from datetime import UTC, datetime

from cyfran.discover.conversations import actions
from cyfran.ground.people.actions import record_circumstances
from cyfran.ground.people.models import Circumstance, Participant
from cyfran.ground.people.queries import circumstances_key, consent_text
from tests.examples.collected import united
from tests.house.test_arrows import our_models

NOW = datetime(2026, 1, 5, tzinfo=UTC)

# What hangs on a participant, directly or through what they gave. A chapter's examples name its tables that are erased.
ERASED = united("ERASED")


def hanging_on(target, models):
    """Every table that points, by any way, at the target."""
    found, frontier = set(), {target}
    while frontier:
        pointing = {
            model
            for model in models
            for field in model._meta.get_fields()
            if field.is_relation
            and not field.auto_created
            and not field.many_to_many  # its rows are in a table of their own, which is found by itself
            and field.related_model in frontier
        }
        frontier = pointing - found - {target}
        found |= pointing
    return found


def test_every_table_that_holds_something_of_a_person_is_in_the_register():
    assert {model._meta.label for model in hanging_on(Participant, our_models())} == ERASED


def test_nothing_is_left_of_someone_who_asks(universe):
    person = actions.join(
        conversation=universe.conversation,
        participant=None,
        text=consent_text(),
        given={"record"},
        route="link",
        language="cy",
        at=NOW,
    )
    participant, key = person.participant, circumstances_key(person.participant)
    rows = {model: model.objects.count() for model in our_models() if model._meta.label in ERASED}
    record_circumstances(participant=participant, answers={"sex": "female"}, at=NOW)
    said = actions.submit_statement(participation=person, text="Mine", language="en", at=NOW)
    facilitator = universe.users["facilitator"]
    actions.decide(statement=said, accepted=True, ground="fits", reason="", by=facilitator, at=NOW)
    actions.translate_statement(statement=said, language="cy", text="Fi", by=facilitator, at=NOW)
    actions.cast_vote(participation=person, statement=said, answer=1, selection_probability=None, at=NOW)

    actions.erase(participation=person, at=NOW)

    gone = {"Participation": 1, "Consent": 3}
    after = {model: model.objects.count() for model in rows}
    assert after == {model: number - gone.get(model.__name__, 0) for model, number in rows.items()}
    assert not Circumstance.objects.filter(key=key).exists()
    assert not Participant.objects.filter(pk=participant.pk).exists()


def test_cookies_and_sessions_do_not_hold_a_name_or_an_address(universe, client):
    response = client.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on"})

    cookie = response.cookies["cyfran-part"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "sessionid" not in response.cookies


def test_every_page_has_a_policy_without_inline_script_or_style(client, db):
    policy = client.get("/en/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
