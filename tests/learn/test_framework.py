from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.core.errors import ActionError
from cyfran.learn.framework import actions, queries
from cyfran.learn.framework.analysis import Panel, gap_range, higher_probability, strand_level, views

NOW = datetime(2026, 10, 5, tzinfo=UTC)
INSTITUTION, COMMUNITY = (3, 3, 4, 2, 3), (1, 2, 1, 2, 3, 1, 2)


@pytest.mark.parametrize(
    ("criteria", "level"),
    [
        ((4, 4, 3, 1), 2),
        ((3, 3, 3, 3), 3),
        ((2, 2, 3, 4), 2),
        ((0, 4, 4, 4), 1),
        ((3, 4, 4, 4), 4),
        ((3, None, 3, 2), 3),
        ((None, None, 3, 3), None),
    ],
)
def test_one_very_weak_criterion_holds_a_strand_back(criteria, level):
    assert strand_level(criteria) == level


@given(st.lists(st.integers(0, 4), min_size=3, max_size=4), st.randoms())
def test_a_strand_has_a_level_of_the_scale_in_any_order(values, random):
    shuffled = random.sample(values, len(values))

    assert strand_level(values) == strand_level(shuffled)
    assert min(values) <= strand_level(values) <= min(min(values) + 1, max(values))


def test_the_gap_and_how_likely_one_panel_scores_higher():
    assert Panel(INSTITUTION, 0, 3).value - Panel(COMMUNITY, 0, 5).value == 1
    assert round(higher_probability(INSTITUTION, COMMUNITY), 3) == 0.886


def test_a_range_is_only_given_with_eight_answers_on_both_sides():
    assert gap_range(INSTITUTION, COMMUNITY) is None
    assert gap_range((3,) * 9, (1,) * 8) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("panel", "value", "mostly_unknown"),
    [
        (Panel((1, 3), 0, 3), None, False),
        (Panel((1, 2, 3), 0, 3), 2, False),
        (Panel((1, 2, 3, 4), 0, 3), 2, False),  # the lower middle
        (Panel((2, 2, 2), 2, 5), 2, False),  # 40% do not know: not more
        (Panel((2, 2), 2, 3), None, True),
        (Panel((), 0, 5), None, False),
    ],
)
def test_a_panel_has_a_value_with_enough_answers_and_enough_who_know(panel, value, mostly_unknown):
    assert (panel.value, panel.mostly_unknown) == (value, mostly_unknown)


def test_the_story_has_the_scores_it_tells(universe):
    assessment, step = queries.assessments_of(universe.partnership)[0]
    found = views(queries.framework(), queries.answers_of(assessment))

    assert step == "closed"
    assert [(v.strand.id, v.institution, v.community) for v in found] == [
        ("INV", 2, 1),
        ("CAP", 2, 2),
        ("EQU", 3, 1),
        ("LEG", 2, 1),
    ]
    very = [row.criterion.id for view in found for row in view.rows if row.view == "very_different"]
    higher = [row.criterion.id for view in found for row in view.rows if row.gap is not None and row.gap < 0]
    assert (very, higher) == (["EQU3", "LEG1"], ["CAP2"])


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details, at=NOW)
    return refused.value.code


@pytest.fixture
def opened(universe):
    return actions.open_assessment(partnership=universe.partnership, by=universe.users["evaluator"], at=NOW)


@pytest.fixture
def scored(universe, opened):
    """A self-assessment in which as many people as needed have scored, on paper, a criterion that no test asks about."""
    evaluator = universe.users["evaluator"]
    for side, least in actions.PANEL_MINIMUM.items():
        for _ in range(least):
            assessor = actions.add_paper_assessor(assessment=opened, side=side, by=evaluator, at=NOW)
            answers = [actions.CriterionAnswer("CAP4", "dont_know")]
            actions.score(assessor=assessor, answers=answers, language="en", by=evaluator, at=NOW)
    return opened


def test_scores_are_shown_once_enough_people_of_each_side_have_scored(universe, opened, client):
    client.force_login(universe.users["evaluator"])
    page = f"/en/partnerships/dyffryn-gwynlas/framework/{opened.pk}/"
    for side, scores in (("institution", 3), ("community", 4)):
        for _ in range(scores):
            assessor = actions.add_paper_assessor(
                assessment=opened, side=side, by=universe.users["evaluator"], at=NOW
            )
            answers = [actions.CriterionAnswer("CAP4", "level", 2)]
            actions.score(
                assessor=assessor, answers=answers, language="en", by=universe.users["evaluator"], at=NOW
            )

    answer = client.post(f"{page}step/", {"step": "shown"}, follow=True).content.decode()

    assert "public body 3, community 4" in answer
    assert queries.step_of(opened) == "scoring"


def test_nobody_sees_a_score_before_all_have_scored(universe, opened, client):
    member = universe.users["member"]
    assessor = actions.take_seat(assessment=opened, by=member, at=NOW)
    actions.score(
        assessor=assessor,
        answers=[actions.CriterionAnswer("INV1", "level", 4, "Hidden words")],
        language="en",
        by=member,
        at=NOW,
    )
    client.force_login(universe.users["officer"])

    page = client.get(f"/en/partnerships/dyffryn-gwynlas/framework/{opened.pk}/").content

    assert b"cy-gap" not in page
    assert b"Hidden words" not in page


def test_a_score_is_given_once_a_round_and_the_first_stays(universe, scored):
    member, evaluator = universe.users["member"], universe.users["evaluator"]
    assessor = actions.take_seat(assessment=scored, by=member, at=NOW)
    once = {"assessor": assessor, "language": "en", "by": member}
    actions.score(**once, answers=[actions.CriterionAnswer("INV1", "level", 1)], at=NOW)
    assert (
        refusal(actions.score, **once, answers=[actions.CriterionAnswer("INV1", "level", 2)])
        == "scored_already"
    )
    for step in ("shown", "again"):
        actions.take_step(assessment=scored, step=step, by=evaluator, at=NOW)

    actions.score(**once, answers=[actions.CriterionAnswer("INV1", "level", 3)], at=NOW)

    answers = queries.answers_of(scored)[("INV1", "community")]
    assert ([s.level for s in answers.newest], [s.level for s in answers.first]) == ([3], [1])


def test_why_someone_scored_so_is_for_members_once_it_is_shown(universe, scored, client):
    member = universe.users["member"]
    assessor = actions.take_seat(assessment=scored, by=member, at=NOW)
    answers = [actions.CriterionAnswer("CAP4", "level", 1, "Grants of one year")]
    actions.score(assessor=assessor, answers=answers, language="en", by=member, at=NOW)
    for step in ("shown", "closed"):
        actions.take_step(assessment=scored, step=step, by=universe.users["evaluator"], at=NOW)
    path = f"/en/partnerships/dyffryn-gwynlas/framework/{scored.pk}/"

    as_stranger = client.get(path).content
    client.force_login(universe.users["officer"])

    assert b"Grants of one year" not in as_stranger
    assert b"Grants of one year" in client.get(path).content


def test_an_agreed_level_needs_both_sides_and_replaces_neither(universe, scored):
    details = {"assessment": scored, "criterion": "INV1", "level": 2, "note": "For now", "language": "en"}
    member, board = universe.users["member"], universe.users["board"]
    assert refusal(actions.propose_level, **details, by=member) == "levels_agreed_while_talking"
    actions.take_step(assessment=scored, step="shown", by=universe.users["evaluator"], at=NOW)
    proposed = actions.propose_level(**details, by=member, at=NOW)
    before = queries.answers_of(scored)
    actions.agree_level(agreed_level=proposed, by=member, at=NOW)
    assert not queries.proposed_levels(scored)["INV1"].by_both
    assert refusal(actions.agree_level, agreed_level=proposed, by=member) == "agreed_already"

    actions.agree_level(agreed_level=proposed, by=board, at=NOW)

    assert queries.proposed_levels(scored)["INV1"].by_both
    assert queries.answers_of(scored) == before


def test_a_proposed_level_is_on_the_page_and_agreed_there(universe, scored, client):
    actions.take_step(assessment=scored, step="shown", by=universe.users["evaluator"], at=NOW)
    page = f"/en/partnerships/dyffryn-gwynlas/framework/{scored.pk}/"
    client.force_login(universe.users["member"])
    client.post(f"{page}agree/LEG1/", {"level": "1", "note": "We <heard> it late", "language": "en"})
    found = queries.proposed_levels(scored)["LEG1"].proposed

    assert "We &lt;heard&gt; it late" in client.get(page).content.decode()
    client.post(f"{page}agreed/{found.pk}/")

    assert set(queries.proposed_levels(scored)["LEG1"].by_side) == {"community"}


def test_level_four_needs_time(universe, opened):
    assessor = actions.take_seat(assessment=opened, by=universe.users["member"], at=NOW)
    with pytest.raises(ActionError) as refused:
        actions.score(
            assessor=assessor,
            answers=[actions.CriterionAnswer("INV1", "level", 4)],
            language="en",
            by=universe.users["member"],
            at=datetime(2025, 6, 1, tzinfo=UTC),
        )

    assert refused.value.code == "level_four_needs_time"


def test_nobody_scores_for_someone_else_or_only_watching(universe, opened):
    assessor = actions.take_seat(assessment=opened, by=universe.users["member"], at=NOW)
    answers = [actions.CriterionAnswer("INV1", "level", 1)]

    assert (
        refusal(
            actions.score, assessor=assessor, answers=answers, language="en", by=universe.users["officer"]
        )
        == "not_allowed"
    )
    assert refusal(actions.take_seat, assessment=opened, by=universe.users["observer"]) == "not_allowed"


def test_the_framework_stands_whole_in_both_languages():
    content = queries.framework()
    texts = [t for s in content.strands for t in (s.name, s.question)]
    texts += [t for c in content.criteria for t in (c.name, c.statement, *c.rubric)]

    assert (len(content.strands), len(content.criteria)) == (4, 16)
    assert [c.id for c in content.criteria if len(c.rubric) != 5] == []
    assert [t.en for t in texts if not t.en or not t.cy or t.en == t.cy] == []


def test_single_scores_are_shown_from_the_minimum_of_each_criterion_on():
    few, enough = Panel((1, 2), 0, needed=3), Panel((1, 2, 2), 0, needed=3)

    assert (few.shown, few.value) == ((), None)
    assert (enough.shown, enough.value) == ((1, 2, 2), 2)


def test_a_strand_that_few_have_scored_shows_nobodys_score(universe, opened, client):
    """Enough people have scored one strand; another was scored by one person of each side."""
    officer = universe.users["officer"]
    inv, other = queries.framework().strands[:2]
    for side, number in actions.PANEL_MINIMUM.items():
        for place in range(number):
            assessor = actions.add_paper_assessor(assessment=opened, side=side, by=officer, at=NOW)
            for strand in (inv, other) if place == 0 else (inv,):
                answers = [actions.CriterionAnswer(c.id, "level", 3, "Told by one") for c in strand.criteria]
                actions.score(assessor=assessor, answers=answers, language="en", by=officer, at=NOW)
    actions.take_step(assessment=opened, step="shown", by=officer, at=NOW)
    client.force_login(officer)

    page = client.get(f"/en/partnerships/dyffryn-gwynlas/framework/{opened.pk}/").content.decode()

    people = sum(actions.PANEL_MINIMUM.values())
    assert page.count('class="person"') == people * len(inv.criteria)
    assert page.count("Told by one") == people * len(inv.criteria)


def test_scores_from_paper_go_on_with_the_next_strand_and_what_is_missing_is_listed(universe, opened, client):
    officer = universe.users["officer"]
    client.force_login(officer)
    assessor = actions.add_paper_assessor(assessment=opened, side="community", by=officer, at=NOW)
    here = f"/en/partnerships/dyffryn-gwynlas/framework/{opened.pk}/"
    first, second = queries.framework().strands[:2]
    answers = {c.id: "dont_know" for c in first.criteria}

    saved = client.post(f"{here}paper/{assessor.pk}/{first.id}/", answers)
    page = client.get(here).content.decode()

    assert saved.url == f"{here}paper/{assessor.pk}/{second.id}/"
    assert saved.url in page
    assert "How many have scored" in page
