from datetime import UTC, datetime

import pytest
from django.utils import translation

from cyfran.core.audit.models import AuditEvent
from cyfran.core.errors import ActionError
from cyfran.ground.partnerships import actions, queries
from cyfran.ground.partnerships.models import Phase, Side

NOW = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def early(universe):
    """The same partnership after it went back to the second phase, so that the later ones are to be opened anew."""
    actions.return_to_phase(
        partnership=universe.partnership,
        to_phase=Phase.DISCOVER,
        reason="Listen again",
        by=universe.users["officer"],
        at=datetime(2026, 10, 1, tzinfo=UTC),
    )
    return universe


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details, at=NOW)
    return refused.value.code


def keys(universe, phase):
    gate = next(gate for gate in queries.phase_gates(universe.partnership) if gate.phase == phase)
    return sorted(gate.approvals)


def turn(universe, phase, side, role):
    return actions.approve_phase(
        partnership=universe.partnership, phase=phase, side=side, by=universe.users[role], at=NOW
    )


def test_a_phase_opens_with_two_keys(early):
    turn(early, Phase.DEFINE, Side.INSTITUTION, "officer")
    assert queries.open_phase(early.partnership) == Phase.DISCOVER

    turn(early, Phase.DEFINE, Side.COMMUNITY, "member")

    assert queries.open_phase(early.partnership) == Phase.DEFINE


def test_nobody_turns_the_other_sides_key(early):
    details = {"partnership": early.partnership, "phase": Phase.DEFINE, "side": Side.COMMUNITY}

    assert refusal(actions.approve_phase, **details, by=early.users["officer"]) == "not_for_this_side"


def test_a_key_is_turned_once(early):
    turn(early, Phase.DEFINE, Side.COMMUNITY, "member")
    details = {"partnership": early.partnership, "phase": Phase.DEFINE, "side": Side.COMMUNITY}

    assert refusal(actions.approve_phase, **details, by=early.users["member"]) == "phase_approved_already"


def test_phases_open_in_order(early):
    details = {"partnership": early.partnership, "phase": Phase.DELIVER, "side": Side.COMMUNITY}

    assert refusal(actions.approve_phase, **details, by=early.users["member"]) == "earlier_phase_closed"


def test_going_back_asks_for_both_keys_again(universe):
    actions.return_to_phase(
        partnership=universe.partnership,
        to_phase=Phase.GROUND,
        reason="New partners",
        by=universe.users["officer"],
        at=NOW,
    )

    assert keys(universe, Phase.DISCOVER) == []
    assert queries.open_phase(universe.partnership) == Phase.GROUND


def test_of_two_views_of_power_the_lower_counts(universe):
    named = {views.topic.name_en: views for views in queries.power(universe.partnership)}
    first = queries.power(universe.partnership)[-1]
    day = named["A day to make sense of it"]

    assert (first.promised, first.views_differ, first.actual) == (2, True, None)
    assert (day.promised, day.actual, day.views_differ, day.fell_short) == (2, 1, True, True)


def test_one_view_alone_counts_for_nothing(universe):
    officer = universe.users["officer"]
    topic = actions.name_power_topic(partnership=universe.partnership, name=("A", "B"), by=officer, at=NOW)
    view = {"topic_set_by": "jointly", "method_set_by": "jointly", "decides": "jointly", "promised_level": 3}
    actions.record_power(topic=topic, side=Side.INSTITUTION, **view, actual_level=3, by=officer, at=NOW)

    views = queries.power(universe.partnership)[0]

    assert (views.promised, views.actual) == (None, None)


def test_nobody_is_on_both_sides(universe):
    details = {
        "partnership": universe.partnership,
        "email": "member@example.org",
        "name": "Nia",
        "language": "cy",
        "role": "board",
        "side": Side.INSTITUTION,
        "organisation": None,
    }

    assert refusal(actions.add_member, **details, by=universe.users["officer"]) == "on_the_other_side"


def test_the_last_officer_stays(universe):
    officers = queries.members(universe.partnership).filter(role="officer")
    first, last = officers
    actions.end_membership(membership=first, by=universe.users["officer"], at=NOW)

    assert refusal(actions.end_membership, membership=last, by=last.user) == "last_officer"


def test_a_checked_text_is_a_draft_again_when_a_word_changes(universe):
    partnership, officer = universe.partnership, universe.users["officer"]
    text = queries.official_text(partnership, f"{partnership.pk}.name.cy")
    actions.vouch_for_text(partnership=partnership, text=text, by=officer, at=NOW)
    assert queries.official_text(partnership, text.key).status == "checked"

    partnership.name_cy = "Arall"

    assert queries.official_text(partnership, text.key).status == "draft"


def test_texts_of_every_chapter_can_be_vouched_for(universe, client):
    promise = universe.partnership.commitments.first()
    key = f"{promise.pk}.text.cy"
    client.force_login(universe.users["member"])

    client.post("/cy/partnerships/dyffryn-gwynlas/texts/", {"text": key})

    assert queries.official_text(universe.partnership, key).check.by == universe.users["member"]


def test_every_action_leaves_an_event_that_names_who(early):
    turn(early, Phase.DEFINE, Side.COMMUNITY, "member")

    event = AuditEvent.objects.latest("id")

    assert (event.kind, event.by, event.within) == (
        "phase.approved",
        early.users["member"],
        early.partnership.pk,
    )


def test_partners_are_listed_in_the_language_of_the_page(universe, client):
    officer = universe.users["officer"]
    actions.add_organisation(
        partnership=universe.partnership,
        name=("Men's shed", "Sied y dynion"),
        side="community",
        by=officer,
        at=NOW,
    )
    client.force_login(officer)

    pages = {
        language: client.get(f"/{language}/partnerships/dyffryn-gwynlas/members/add/").content.decode()
        for language in ("en", "cy")
    }

    assert (
        "Men&#39;s shed" in pages["en"],
        "Sied y dynion" in pages["cy"],
        "Men&#39;s shed" in pages["cy"],
    ) == (True, True, False)


# --- A new partnership ---------------------------------------------------------------------------------------------


@pytest.fixture
def new_partnership(universe):
    return actions.begin_partnership(
        slug="new",
        name=("New", "Newydd"),
        purpose=("A", "B"),
        place=universe.partnership.place,
        by=universe.operator,
        at=NOW,
    )


def first_steps_of(client):
    page = client.get("/en/partnerships/new/").content.decode()
    return page.partition('id="first-steps"')[2].partition("</ol>")[0]


def test_a_new_partnership_shows_its_first_steps_and_no_figures(client, universe, new_partnership):
    client.force_login(universe.operator)
    page = client.get("/en/partnerships/new/").content.decode()

    assert first_steps_of(client).count("<li>") == 6
    assert "cy-facts" not in page
    assert "Not started yet" in page
    assert "0 / 0" not in page


def test_a_first_step_that_is_done_is_marked(client, universe, new_partnership):
    client.force_login(universe.operator)
    before = first_steps_of(client).count("Completed")
    fields = {"name_en": "A", "name_cy": "B", "reason_en": "C", "reason_cy": "D"}
    client.post("/en/partnerships/new/priority-groups/add/", fields)

    assert first_steps_of(client).count("Completed") == before + 1


def test_first_steps_are_for_those_who_manage(client, new_partnership):
    assert first_steps_of(client) == ""
    assert "Not started yet" in client.get("/en/partnerships/new/").content.decode()


def test_lists_are_sorted_by_the_language_of_the_page(universe):
    for names in (("Carers of others", "Ymddiriedwyr"), ("Young carers", "Arddegau")):
        actions.name_priority_group(
            partnership=universe.partnership, name=names, reason=names, by=universe.users["officer"], at=NOW
        )

    def names_in(language):
        with translation.override(language):
            groups = queries.priority_groups(universe.partnership)
            return [getattr(group, f"name_{language}") for group in groups]

    assert names_in("en") == sorted(names_in("en"))
    assert names_in("cy") == sorted(names_in("cy"))


def test_what_must_come_first_is_said_where_there_is_nothing_to_choose(universe, client):
    """On an empty site: an outcome needs a shared outcome, a decision a proposal."""
    officer = universe.users["officer"]
    client.force_login(universe.operator)
    actions.begin_partnership(
        slug="new",
        name=("New", "Newydd"),
        purpose=("P", "P"),
        place=universe.partnership.place,
        by=universe.operator,
        at=NOW,
    )
    new = "/en/partnerships/new/"

    outcomes = client.get(f"{new}outcomes/").content.decode()
    form = client.get(f"{new}outcomes/add/").content.decode()
    client.force_login(officer)
    full = client.get("/en/partnerships/dyffryn-gwynlas/outcomes/").content.decode()

    assert "Agree a shared outcome" in outcomes and "Define how an outcome is measured" not in outcomes
    assert "There is nothing to choose from yet." in form
    assert "Define how an outcome is measured" in full
