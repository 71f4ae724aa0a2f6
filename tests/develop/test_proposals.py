from datetime import UTC, datetime

import pytest

from cyfran.core.errors import ActionError
from cyfran.develop.proposals import actions, queries

NOW = datetime(2026, 10, 5, tzinfo=UTC)
TEXT = ("A", "B")


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details, at=NOW)
    return refused.value.code


@pytest.fixture
def opened(universe):
    proposals = list(queries.proposals_of(universe.partnership))[:2]
    return actions.open_decision(
        partnership=universe.partnership,
        question=TEXT,
        rule=TEXT,
        decides="jointly",
        options=proposals,
        by=universe.users["officer"],
        at=NOW,
    )


def results(decision, number=2):
    return [actions.OptionOutcome(p, i == 0, TEXT) for i, p in enumerate(decision.options.all()[:number])]


def test_the_story_decides_as_it_tells(universe):
    made = queries.decisions_of(universe.partnership)[0]
    offered = sum(option.proposal.cost for option in made.options)

    assert (len(made.options), offered, made.cost) == (9, 202_000, 114_000)
    assert sorted(option.proposal.title_en for option in made.chosen) == [
        "Listening room",
        "Mart visits",
        "Volunteer drivers",
        "Weekend space for young people",
    ]
    assert sum(option.result.votes for option in made.options) == 1756
    ideas = queries.ideas_of(universe.partnership)
    assert (ideas.count(), queries.proposals_of(universe.partnership).count()) == (31, 12)


def test_nothing_is_decided_before_both_sides_agree_to_the_rule(universe, opened):
    record = {"decision": opened, "results": results(opened), "by": universe.users["officer"]}
    actions.agree_rule(decision=opened, by=universe.users["board"], at=NOW)
    assert refusal(actions.record_result, **record) == "rule_not_agreed"
    actions.agree_rule(decision=opened, by=universe.users["member"], at=NOW)

    actions.record_result(**record, at=NOW)

    assert queries.decision_in(universe.partnership, opened.pk).is_made
    assert refusal(actions.record_result, **record) == "decided_already"


def test_every_option_is_told_why(universe, opened):
    for role in ("board", "member"):
        actions.agree_rule(decision=opened, by=universe.users[role], at=NOW)

    assert (
        refusal(
            actions.record_result, decision=opened, results=results(opened, 1), by=universe.users["officer"]
        )
        == "result_for_every_option"
    )


def test_a_proposal_answers_a_challenge_both_sides_agreed_to(universe):
    from cyfran.define.insights.actions import propose_challenge

    insight, officer = universe.partnership.insights.first(), universe.users["officer"]
    draft = propose_challenge(
        partnership=universe.partnership, text=TEXT, insights=[insight], by=officer, at=NOW
    )

    assert (
        refusal(actions.write_proposal, challenge=draft, title=TEXT, plan=TEXT, cost=1, ideas=[], by=officer)
        == "challenge_not_agreed"
    )


def test_a_decision_is_withdrawn_until_both_sides_agree_to_its_rule(client, universe, opened):
    client.force_login(universe.users["officer"])
    page = f"/en/partnerships/{universe.partnership.slug}/proposals/decisions/{opened.pk}/"
    actions.agree_rule(decision=opened, by=universe.users["board"], at=NOW)

    client.post(f"{page}withdraw/")

    assert queries.decision_in(universe.partnership, opened.pk).withdrawal.by == universe.users["officer"]
    assert "Withdrawn" in client.get(page).content.decode()
    assert refusal(actions.agree_rule, decision=opened, by=universe.users["member"]) == "decision_withdrawn"


def test_what_both_sides_agreed_to_is_not_withdrawn(universe, opened):
    for person in ("board", "member"):
        actions.agree_rule(decision=opened, by=universe.users[person], at=NOW)

    refused = refusal(actions.withdraw_decision, decision=opened, by=universe.users["officer"])

    assert refused == "rule_agreed_by_both"
