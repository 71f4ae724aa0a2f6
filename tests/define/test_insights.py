from datetime import UTC, datetime

import pytest

from cyfran.core.errors import ActionError
from cyfran.define.insights import actions, queries
from cyfran.define.insights.models import Tagging
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Statement
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships import actions as partnerships

NOW = datetime(2026, 10, 5, tzinfo=UTC)
TEXT = ("A", "B")


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details, at=NOW)
    return refused.value.code


def propose(universe, text=TEXT):
    insights = [universe.partnership.insights.first()]
    by = universe.users["officer"]
    return actions.propose_challenge(
        partnership=universe.partnership, text=text, insights=insights, by=by, at=NOW
    )


def test_words_are_gathered_once_and_let_go_again(universe):
    theme, facilitator = universe.partnership.themes.first(), universe.users["facilitator"]
    said = queries.statements_to_tag(theme, "")[0]
    gathered = {"theme": theme, "statements": [said], "by": facilitator, "at": NOW}

    assert (actions.tag_statements(**gathered), actions.tag_statements(**gathered)) == (1, 0)
    actions.remove_tag(theme=theme, statement=said, by=facilitator, at=NOW)

    assert not theme.statements.filter(pk=said.pk).exists()


def test_words_nobody_has_let_through_cannot_be_gathered(universe):
    waiting = Statement.objects.filter(decisions__isnull=True).first()
    theme, facilitator = universe.partnership.themes.first(), universe.users["facilitator"]

    assert actions.tag_statements(theme=theme, statements=[waiting], by=facilitator, at=NOW) == 0


def test_a_seed_counts_in_no_theme_and_no_insight(universe):
    partnership, officer = universe.partnership, universe.users["officer"]
    theme = queries.themes_of(partnership).first()
    insight = queries.insights_of(partnership).filter(voices__gt=0).first()
    seed = Statement.objects.filter(is_seed=True, conversation=universe.conversation).first()

    tagged = actions.tag_statements(theme=theme, statements=[seed], by=officer, at=NOW)
    Tagging.objects.create(theme=theme, statement=seed, at=NOW, by=officer)  # as could be done once
    insight.citations.create(statement=seed)

    assert tagged == 0
    assert queries.themes_of(partnership).get(pk=theme.pk).number == theme.number
    assert queries.insights_of(partnership).get(pk=insight.pk).voices == insight.voices


def test_what_studies_found_stands_in_a_theme_beside_what_people_say(universe, client):
    client.force_login(universe.users["facilitator"])
    theme = universe.partnership.themes.get(name_en="Somewhere to be")
    here = f"/en/partnerships/dyffryn-gwynlas/insights/themes/{theme.pk}/"
    quote = "When we had the keys we swept the floor."
    new = queries.findings_to_tag(theme)[0]

    assert quote in client.get(here).content.decode()
    answer = client.post(f"{here}tag/", {"findings": [str(new.pk)]})
    for finding in list(queries.findings_of_theme(theme)):
        client.post(f"{here}untag/", {"finding": str(finding.pk)})

    assert answer.status_code == 302
    assert quote not in client.get(here).content.decode()
    assert not theme.findings.exists()


def test_a_finding_of_another_partnership_is_put_into_no_theme(universe):
    by = {"by": universe.operator, "at": NOW}
    names, place = ("O", "A"), universe.partnership.place
    other = partnerships.begin_partnership(slug="o", name=names, purpose=names, place=place, **by)
    theme = actions.name_theme(partnership=other, name=("T", "Th"), **by)
    elsewhere = Finding.objects.filter(review__partnership=universe.partnership)

    assert actions.tag_statements(theme=theme, statements=[], findings=elsewhere, **by) == 0


def test_nothing_ticked_says_so(universe, client):
    client.force_login(universe.users["facilitator"])
    theme = universe.partnership.themes.first()

    page = client.post(f"/en/partnerships/dyffryn-gwynlas/insights/themes/{theme.pk}/tag/", {"sent": "1"})

    assert "Tick at least one statement or finding." in page.content.decode()


@pytest.mark.parametrize("typed", ["gwyn%00las", "x" * 500, "%25%5C_", "<b>"])
def test_whatever_is_looked_for_the_page_answers(universe, client, typed):
    client.force_login(universe.users["officer"])
    theme = universe.partnership.themes.first()

    path = f"/en/partnerships/dyffryn-gwynlas/insights/themes/{theme.pk}/tag/?search={typed}"

    assert client.get(path).status_code == 200


def test_an_insight_rests_on_something(universe):
    nothing = {"themes": [], "statements": [], "findings": []}

    assert (
        refusal(
            actions.write_insight,
            partnership=universe.partnership,
            text=TEXT,
            **nothing,
            by=universe.users["officer"],
        )
        == "insight_needs_basis"
    )


def test_a_challenge_counts_once_both_sides_agree(universe):
    challenge = propose(universe)
    actions.agree_challenge(challenge=challenge, by=universe.users["board"], at=NOW)
    assert challenge not in queries.agreed_challenges(universe.partnership)

    actions.agree_challenge(challenge=challenge, by=universe.users["member"], at=NOW)

    assert challenge in queries.agreed_challenges(universe.partnership)
    assert (
        refusal(actions.agree_challenge, challenge=challenge, by=universe.users["member"]) == "agreed_already"
    )


def test_three_challenges_are_enough(universe):
    for number in (2, 3):
        challenge = propose(universe, (f"A{number}", f"B{number}"))
        for role in ("board", "member"):
            actions.agree_challenge(challenge=challenge, by=universe.users[role], at=NOW)

    assert (
        refusal(actions.agree_challenge, challenge=propose(universe), by=universe.users["board"])
        == "challenges_enough"
    )


def test_erasing_someone_takes_their_words_out_of_themes_and_insights(universe):
    card = Statement.objects.get(text__startswith="Eleven weeks")
    theme = universe.partnership.themes.get(name_en="Waiting and being passed on")
    before = queries.themes_of(universe.partnership).get(pk=theme.pk).number

    conversations.erase(participation=card.author, at=NOW)

    assert queries.themes_of(universe.partnership).get(pk=theme.pk).number == before - 1
    assert universe.partnership.insights.filter(citations__statement_id=card.pk).count() == 0


def test_the_name_of_a_theme_is_corrected(universe, client):
    theme, other = universe.partnership.themes.all()[:2]
    client.force_login(universe.users["officer"])
    address = f"/en/partnerships/dyffryn-gwynlas/insights/themes/{theme.pk}/change/"

    refused = client.post(address, {"name_en": other.name_en, "name_cy": "Enw"})
    client.post(address, {"name_en": "A better name", "name_cy": "Enw gwell"})

    theme.refresh_from_db()
    assert refused.status_code in (200, 422)
    assert (theme.name_en, theme.name_cy) == ("A better name", "Enw gwell")
