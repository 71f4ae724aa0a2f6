"""Challenges and shared outcomes are taken back before anyone agrees, and reworded with both sides after that."""

from datetime import UTC, datetime

import pytest

from cyfran.core.errors import ActionError
from cyfran.define.insights import actions, queries
from cyfran.develop.proposals import actions as proposals

NOW = datetime(2026, 10, 5, tzinfo=UTC)
HOME = "/en/partnerships/dyffryn-gwynlas/insights/"
TEXT = ("Nights are long", "Mae'r nosweithiau'n hir")


@pytest.fixture
def by(universe):
    return {"by": universe.users["officer"], "at": NOW}


@pytest.fixture
def agreed(universe):
    return queries.agreed_challenges(universe.partnership)[0]


@pytest.fixture
def proposed(universe, by):
    insights = [universe.partnership.insights.first()]
    return actions.propose_challenge(
        partnership=universe.partnership, text=("Typo", "Gwall"), insights=insights, **by
    )


def standing(universe):
    return [state.subject for state in queries.challenges(universe.partnership)]


def agree(universe, challenge):
    for role in ("officer", "member"):
        actions.agree_challenge(challenge=challenge, by=universe.users[role], at=NOW)


def test_what_nobody_agreed_to_is_taken_back_and_stays_on_record(universe, proposed, client):
    client.force_login(universe.users["officer"])

    client.post(f"{HOME}challenges/{proposed.pk}/take-back/")

    page = client.get(HOME).content.decode()
    assert proposed not in standing(universe)
    assert page.index("Earlier wordings") < page.index("Typo") < page.index("Taken back:")


def test_what_a_side_agreed_to_is_not_taken_back_alone(universe, proposed, by):
    actions.agree_challenge(challenge=proposed, by=universe.users["member"], at=NOW)

    with pytest.raises(ActionError) as refused:
        actions.take_back(subject=proposed, **by)

    assert refused.value.code == "agreed_by_a_side"


def test_the_earlier_wording_stands_until_both_sides_agree_to_the_new_one(universe, agreed, by):
    wording = actions.propose_wording(subject=agreed, text=TEXT, **by)
    actions.agree_challenge(challenge=wording, by=universe.users["officer"], at=NOW)
    while_one_side_has_agreed = queries.agreed_challenges(universe.partnership)
    actions.agree_challenge(challenge=wording, by=universe.users["member"], at=NOW)

    assert while_one_side_has_agreed == [agreed]
    assert queries.agreed_challenges(universe.partnership) == [wording]
    assert list(wording.insights.all()) == list(agreed.insights.all())
    assert set(wording.shared_outcomes.all()) == set(agreed.shared_outcomes.all())


def test_proposals_are_for_the_wording_that_stands(universe, agreed, by):
    wording = actions.propose_wording(subject=agreed, text=TEXT, **by)
    agree(universe, wording)
    details = {"title": ("A", "B"), "plan": ("A", "B"), "cost": 1, "ideas": [], **by}

    with pytest.raises(ActionError) as refused:
        proposals.write_proposal(challenge=agreed, **details)

    assert refused.value.code == "challenge_not_agreed"
    assert proposals.write_proposal(challenge=wording, **details).challenge == wording


def test_a_third_wording_does_not_take_a_fourth_place(universe, agreed, by):
    insights = [universe.partnership.insights.first()]
    for text in ("One", "Two"):
        details = {"partnership": universe.partnership, "text": (text, text), "insights": insights}
        agree(universe, actions.propose_challenge(**details, **by))
    wording = actions.propose_wording(subject=agreed, text=TEXT, **by)

    agree(universe, wording)

    assert len(queries.agreed_challenges(universe.partnership)) == queries.MOST_CHALLENGES


def test_nobody_agrees_to_what_was_taken_back(universe, proposed, by):
    actions.take_back(subject=proposed, **by)

    for action in (actions.take_back, actions.propose_wording):
        extra = {"text": TEXT} if action is actions.propose_wording else {}
        with pytest.raises(ActionError, match="wording_replaced_already"):
            action(subject=proposed, **extra, **by)
    with pytest.raises(ActionError, match="wording_replaced_already"):
        actions.agree_challenge(challenge=proposed, **by)


def test_a_shared_outcome_is_reworded_by_its_page(universe, client):
    outcome = queries.shared_outcomes(universe.partnership)[0].subject
    client.force_login(universe.users["officer"])
    form = client.get(f"{HOME}outcomes/{outcome.pk}/wording/").content.decode()

    client.post(f"{HOME}outcomes/{outcome.pk}/wording/", {"text_en": TEXT[0], "text_cy": TEXT[1]})

    page = client.get(HOME).content.decode()
    assert outcome.text_en.replace("'", "&#39;") in form
    assert "Another wording of:" in page
    assert TEXT[0] in page


def test_the_same_words_are_no_other_wording(universe, agreed, by):
    with pytest.raises(ActionError, match="wording_unchanged"):
        actions.propose_wording(subject=agreed, text=(agreed.text_en, agreed.text_cy), **by)
