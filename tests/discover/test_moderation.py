"""Moderation: what waits, near-duplicates, appeals, and the log of decisions."""

import csv
import io
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher

import pytest
from django.test import Client
from django.urls import reverse

from cyfran.core.errors import ActionError
from cyfran.discover.conversations import actions, queries
from cyfran.discover.conversations.models import ModerationDecision, Participation, Statement
from cyfran.ground.partnerships.models import Membership
from cyfran.ground.places.queries import area_choices

NOW = datetime(2026, 1, 5, tzinfo=UTC)
BASE = "/en/partnerships/dyffryn-gwynlas/conversations/"


@pytest.fixture
def resident(universe, client):
    """A browser that takes part, and the path of its own pages."""
    code = universe.conversation.join_code
    client.post(reverse("taking-part:join", args=[code]), {"record": "on"})
    return client


def page(universe, ending):
    return f"/en/take-part/{universe.conversation.join_code}/{ending}"


def say(resident, universe, text, **more):
    return resident.post(page(universe, "say/"), {"text": text, "language": "en", **more})


def own_statement(universe):
    return Statement.objects.filter(author=Participation.objects.latest("at")).latest("number")


def reject(statement, by):
    actions.decide(statement=statement, accepted=False, ground="off_topic", reason="Why", by=by, at=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Waiting more than a week makes it worse",
        "waiting  more than a week makes things worse.",
        "Mae aros mwy nag wythnos yn gwneud pethau'n waeth",  # the translation of it
    ],
)
def test_a_statement_much_like_another_is_pointed_out_and_can_be_sent_all_the_same(text, resident, universe):
    number = Statement.objects.count()

    shown = say(resident, universe, text).content.decode()
    count_before = Statement.objects.count()
    sent = say(resident, universe, text, is_different="yes")

    assert "Someone has already said something very similar" in shown
    assert "Waiting more than a week makes it worse." in shown
    assert text.replace("'", "&#39;") in shown or text in shown  # nothing typed is lost
    assert count_before == number
    assert sent.status_code == 302
    assert Statement.objects.count() == number + 1


def test_how_long_a_statement_may_be_is_said_in_the_language_of_the_page(resident, universe):
    path = page(universe, "say/").replace("/en/", "/cy/")

    assert "hyd at 280 o nodau" in resident.get(path).content.decode()


def test_something_new_is_sent_at_once(resident, universe):
    assert say(resident, universe, "The lamp by the bridge is broken.").status_code == 302


def test_nobody_buries_what_others_say_under_their_own(resident, universe):
    for number in range(actions.MOST_WAITING):
        say(resident, universe, f"{number} {'abcdefghij'[number % 10] * 20}{number}", is_different="yes")
    count = Statement.objects.count()

    refused = say(resident, universe, "One more thing")

    assert refused.status_code == 422
    assert "50 of your statements are waiting" in refused.content.decode()
    assert "One more thing" in refused.content.decode()
    assert Statement.objects.count() == count


def test_a_rejected_statement_is_looked_at_again_by_somebody_else(resident, universe, client):
    officer, facilitator = universe.users["officer"], universe.users["facilitator"]
    say(resident, universe, "Dogs should be allowed")
    statement = own_statement(universe)
    reject(statement, facilitator)
    mine = resident.get(page(universe, "mine/")).content.decode()

    appeal_page = page(universe, f"mine/statements/{statement.pk}/appeal/")
    form = resident.get(appeal_page)
    resident.post(appeal_page, {"reason": "Dogs help me"})

    assert "Ask for another look" in mine
    assert form.status_code == 200
    assert "You asked for another look" in resident.get(page(universe, "mine/")).content.decode()
    assert queries.appealed_statements(universe.conversation).get() == statement
    assert queries.heard_summary(universe.partnership).waiting[universe.conversation] == 2  # as what waits
    decision = {"statement": statement, "accepted": True, "ground": "fits", "reason": "", "at": NOW}
    with pytest.raises(ActionError) as refused:
        actions.decide(**decision, by=facilitator)
    assert refused.value.code == "appeal_needs_another_person"
    client.force_login(officer)
    queue = client.get(f"{BASE}{universe.conversation.pk}/statements/waiting/").content.decode()
    assert "Dogs help me" in queue
    decide_page = f"{BASE}{universe.conversation.pk}/statements/{statement.pk}/decide/"
    assert "Dogs help me" in client.get(decide_page).content.decode()
    client.force_login(facilitator)
    own_queue = client.get(f"{BASE}{universe.conversation.pk}/statements/waiting/").content.decode()
    assert "another moderator decides" in own_queue and f"{statement.pk}/decide/" not in own_queue
    after = {"at": statement.appeal.at + timedelta(seconds=1)}
    actions.decide(**decision | after, by=officer)
    assert not queries.appealed_statements(universe.conversation).exists()
    with pytest.raises(ActionError):  # nor may they undo what the other decided
        actions.decide(**decision | after | {"accepted": False, "ground": "same"}, by=facilitator)


def test_the_only_moderator_decides_on_an_appeal_alone(resident, universe):
    facilitator = universe.users["facilitator"]
    say(resident, universe, "Dogs should be allowed")
    statement = own_statement(universe)
    reject(statement, facilitator)
    actions.appeal(participation=statement.author, statement=statement, reason="", at=NOW)
    Membership.objects.filter(role="officer").update(left_at=NOW)

    actions.decide(statement=statement, accepted=True, ground="fits", reason="", by=facilitator, at=NOW)

    assert queries.open_statements(universe.conversation).filter(pk=statement.pk).exists()


def test_one_asks_once_and_for_ones_own_alone(resident, universe):
    say(resident, universe, "Dogs should be allowed")
    statement = own_statement(universe)
    asks = {"participation": statement.author, "statement": statement, "reason": "", "at": NOW}
    reject(statement, universe.users["facilitator"])
    actions.appeal(**asks)
    other = Statement.objects.filter(decisions__accepted=False).exclude(pk=statement.pk).first()

    with pytest.raises(ActionError) as twice:
        actions.appeal(**asks)
    with pytest.raises(ActionError) as not_own:
        actions.appeal(**asks | {"statement": other})

    assert (twice.value.code, not_own.value.code) == ("appealed_already", "not_found")


def test_a_vote_is_changed_from_the_list_of_ones_own(resident, universe):
    statement = queries.open_statements(universe.conversation).first()
    vote_page = page(universe, "vote/")
    resident.post(vote_page, {"statement": statement.pk, "answer": "1"})
    mine = resident.get(page(universe, "mine/")).content.decode()

    again = resident.get(f"{vote_page}?statement={statement.pk}")
    resident.post(vote_page, {"statement": statement.pk, "answer": "-1"})

    assert f"vote/?statement={statement.pk}" in mine
    assert f'name="statement" value="{statement.pk}"' in again.content.decode()
    assert [vote.answer for vote in queries.own_data_of(Participation.objects.latest("at")).answers] == [-1]
    assert resident.get(f"{vote_page}?statement=x").status_code == 200


def test_the_log_of_moderation_holds_every_decision(universe, client):
    client.force_login(universe.users["officer"])
    log = client.get(f"{BASE}{universe.conversation.pk}/statements/decisions.csv").content.decode()

    rows = list(csv.DictReader(io.StringIO(log)))

    rejected = [row for row in rows if row["decision"] == "rejected"]
    assert (len(rows), len(rejected)) == (45, 3)
    assert {row["ground"] for row in rejected} == {"personal", "advert", "same"}
    assert {row["is-seed"] for row in rows} == {"true", "false"}


def test_where_somebody_lives_is_shown_by_its_name(resident, universe):
    areas = dict(area_choices(universe.partnership.place, "en"))
    code, name = next(iter(areas.items()))
    resident.post(page(universe, "about-you/"), {"area": code})

    mine = resident.get(page(universe, "mine/")).content.decode()

    assert name in mine and code not in mine


def test_the_log_does_not_hold_words_that_were_taken_back(resident, universe, client):
    say(resident, universe, "Nobody knows who I am")
    statement = own_statement(universe)
    allow = page(universe, "mine/allow/")
    resident.post(allow, {"given": ["quote"]})
    reject(statement, universe.users["facilitator"])
    resident.post(allow, {})
    client.force_login(universe.users["officer"])

    log = client.get(f"{BASE}{universe.conversation.pk}/statements/decisions.csv").content.decode()

    assert "Nobody knows who I am" not in log


def test_looking_for_alike_statements_compares_few_of_thousands_letter_by_letter(universe, monkeypatch):
    conversation, by = universe.conversation, universe.users["officer"]
    words = [
        "help",
        "we",
        "get",
        "here",
        "comes",
        "late",
        "from",
        "far",
        "away",
        "when",
        "near",
        "in",
        "time",
    ]
    texts = [" ".join(words[(i * 7 + k * (1 + i % 5)) % len(words)] for k in range(48)) for i in range(1500)]
    made = [
        Statement(
            conversation=conversation,
            number=1000 + i,
            label=str(1000 + i),
            text=text,
            language="en",
            is_seed=True,
            route="link",
            at=NOW,
        )
        for i, text in enumerate(texts)
    ]
    Statement.objects.bulk_create(made)
    ModerationDecision.objects.bulk_create(
        [ModerationDecision(statement=s, accepted=True, ground="fits", at=NOW, by=by) for s in made]
    )
    compared, ratio = [], SequenceMatcher.ratio
    monkeypatch.setattr(SequenceMatcher, "ratio", lambda self: compared.append(1) or ratio(self))

    found = queries.similar_statements(conversation, texts[700] + ".")

    assert found and found[0].text == texts[700]
    assert len(compared) <= 20  # each takes time with the square of the length


@pytest.mark.parametrize(
    ("accepted", "told"), [(True, "looked at it again and approved it"), (False, "and it stays as it is")]
)
def test_the_author_is_told_what_came_of_an_appeal(accepted, told, resident, universe):
    say(resident, universe, "Dogs should be allowed")
    statement = own_statement(universe)
    reject(statement, universe.users["facilitator"])
    made = actions.appeal(participation=statement.author, statement=statement, reason="", at=NOW)
    actions.decide(
        statement=statement,
        accepted=accepted,
        ground="fits" if accepted else "off_topic",
        reason="",
        by=universe.users["officer"],
        at=made.at + timedelta(days=1),
    )

    assert told in resident.get(page(universe, "mine/")).content.decode()


def test_a_closed_conversation_offers_no_form_that_it_would_refuse(resident, universe, client):
    officer = universe.users["officer"]
    actions.set_state(conversation=universe.conversation, state="closed", by=officer, at=NOW)
    code = universe.conversation.join_code

    asked = [resident.get(page(universe, ending)) for ending in ("vote/", "say/")]
    mine = resident.get(page(universe, "mine/")).content.decode()
    stranger = Client().get(f"/en/take-part/{code}/").content.decode()

    assert [answer["Location"] for answer in asked] == [page(universe, "mine/")] * 2
    assert "This conversation is closed" in mine and "This conversation is closed" in stranger
    assert 'name="record"' not in stranger
