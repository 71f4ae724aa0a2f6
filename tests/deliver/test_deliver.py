"""Promises, what people hear back, and outcomes: as the story tells them, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cyfran.core.errors import ActionError
from cyfran.define.insights.models import SharedOutcome
from cyfran.deliver.commitments import actions, queries
from cyfran.deliver.commitments.analysis import share_fulfilled
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.commitments.rules import commitment_state
from cyfran.deliver.outcomes import actions as outcomes
from cyfran.deliver.outcomes import analysis
from cyfran.deliver.outcomes.pages import verdict
from cyfran.deliver.outcomes.queries import outcomes_of

NOW, AUTUMN = datetime(2026, 10, 5, tzinfo=UTC), date(2026, 9, 30)


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details, at=NOW)
    return refused.value.code


@pytest.fixture
def promise(universe):
    """A promise with two owners that nobody has accepted yet."""
    return actions.make_commitment(
        partnership=universe.partnership,
        text=("A", "B"),
        insights=[universe.partnership.insights.first()],
        institution_owner=universe.users["board"],
        community_owner=universe.users["member"],
        first_due=date(2026, 10, 31),
        by=universe.users["officer"],
        at=NOW,
    )


def state(commitment, today=AUTUMN):
    return queries.promise_in(commitment.partnership, commitment.pk, today).state


def test_the_story_keeps_the_promises_it_tells(universe):
    record = queries.record_of(queries.promises_of(universe.partnership, AUTUMN))
    share, low, high = share_fulfilled(record)

    assert (
        record.total,
        record.owned_twice,
        record.due,
        record.kept,
        record.one_view,
        record.late,
        record.withdrawn,
    ) == (14, 10, 8, 5, 2, 1, 1)
    assert [round(100 * x, 1) for x in (share, low, high)] == [62.5, 30.6, 86.3]


def test_a_promise_stands_as_both_sides_say(universe, promise):
    judged = {"commitment": promise, "reason": "So", "language": "en"}
    assert state(promise) == "waiting"
    assert refusal(actions.judge, **judged, kept="kept", by=universe.users["board"]) == "not_accepted_yet"
    for role in ("board", "member"):
        actions.accept_commitment(commitment=promise, by=universe.users[role], at=NOW)
    assert (state(promise), state(promise, date(2026, 11, 1))) == ("open", "late")

    actions.judge(**judged, kept="kept", by=universe.users["board"], at=NOW)
    assert state(promise, date(2026, 11, 1)) == "one_view"  # silence is not consent
    actions.judge(**judged, kept="kept", by=universe.users["member"], at=NOW)

    assert state(promise) == "kept"


@pytest.mark.parametrize(
    ("judgements", "facts", "expected"),
    [
        ({}, {}, "open"),
        ({}, {"is_due": True}, "late"),
        ({}, {"is_accepted": False, "is_due": True}, "waiting"),
        ({"institution": "kept"}, {"is_due": True}, "one_view"),
        ({"institution": "kept", "community": "not_kept"}, {"is_due": True}, "one_view"),
        ({"institution": "not_kept"}, {"is_due": True}, "late"),
        ({"institution": "kept", "community": "kept"}, {"is_due": True}, "kept"),
        ({"institution": "partly", "community": "partly"}, {"is_due": True}, "partly"),
        ({"institution": "not_kept", "community": "not_kept"}, {"is_due": True}, "not_kept"),
        ({"institution": "partly", "community": "not_kept"}, {"is_due": True}, "late"),
        ({"institution": "kept", "community": "kept"}, {"is_withdrawn": True}, "withdrawn"),
    ],
)
def test_a_commitment_stands_where_both_sides_say_alike(judgements, facts, expected):
    known = {"is_withdrawn": False, "is_accepted": True, "is_due": False}

    assert commitment_state(judgements, **(known | facts)) == expected


def test_what_both_sides_say_was_not_kept_is_said_on_its_page(universe, promise, client):
    for role in ("board", "member"):
        actions.accept_commitment(commitment=promise, by=universe.users[role], at=NOW)
    for role in ("board", "member"):
        actions.judge(
            commitment=promise, kept="not_kept", reason="No", language="en", by=universe.users[role], at=NOW
        )

    page = client.get(f"/en/partnerships/dyffryn-gwynlas/commitments/{promise.pk}/").content.decode()

    assert "not kept (both sides agree)" in page


def test_only_an_owner_accepts_and_only_once(universe, promise):
    actions.accept_commitment(commitment=promise, by=universe.users["member"], at=NOW)

    assert (
        refusal(actions.accept_commitment, commitment=promise, by=universe.users["member"])
        == "accepted_already"
    )
    assert (
        refusal(actions.accept_commitment, commitment=promise, by=universe.users["officer"])
        == "not_the_owner"
    )


def test_a_promise_is_withdrawn_by_both_sides_or_not_at_all(universe, promise):
    details = {"commitment": promise, "reason": "No roof", "language": "en"}
    actions.withdraw(**details, by=universe.users["board"], at=NOW)
    assert state(promise) == "waiting"

    actions.withdraw(**details, by=universe.users["member"], at=NOW)

    assert state(promise) == "withdrawn"


def test_a_promise_is_never_changed(promise):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        Commitment.objects.filter(pk=promise.pk).update(first_due=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"insights": []}, "commitment_needs_basis"),
        ({"institution_owner": "member"}, "owner_not_of_side"),
        ({"community_owner": "board"}, "owner_not_of_side"),
        ({"first_due": date(2026, 1, 1)}, "due_in_the_past"),
        ({"by": "connector"}, "not_allowed"),
    ],
)
def test_a_promise_needs_ground_owners_and_a_day_to_come(universe, change, code):
    details = {
        "partnership": universe.partnership,
        "text": ("A", "B"),
        "insights": [universe.partnership.insights.first()],
        "institution_owner": universe.users["board"],
        "community_owner": None,
        "first_due": date(2027, 1, 1),
        "by": universe.users["officer"],
    }
    change = {
        key: universe.users[value] if isinstance(value, str) else value for key, value in change.items()
    }

    assert refusal(actions.make_commitment, **details | change) == code


def test_the_clock_of_feedback_runs_from_the_last_event_that_asked(universe):
    owed = {o.theme.name_en: o for o in queries.feedback_owed(universe.partnership, AUTUMN)}

    at_the_mart, everywhere = (
        date(2025, 5, 1),
        date(2025, 6, 7),
    )  # what was asked at the mart alone, and at most evenings
    farm = {"Distance, buses and fuel", "Farming pressure and pride"}
    assert {name: o.due for name, o in owed.items()} == {
        name: at_the_mart if name in farm else everywhere for name in owed
    }
    assert [name for name, o in owed.items() if o.is_late] == ["The nights of carers"]
    assert sorted(name for name, o in owed.items() if o.came_late) == [
        "Distance, buses and fuel",
        "Farming pressure and pride",
        "Somewhere to be",
        "The language of distress",
        "Waiting and being passed on",
    ]


def test_undecided_says_by_when(universe):
    details = {"theme": universe.partnership.themes.first(), "answer": "undecided", "text": ("A", "B")}

    assert (
        refusal(actions.give_feedback, **details, by=universe.users["facilitator"])
        == "undecided_needs_a_date"
    )


def test_the_story_tells_what_can_be_told_of_its_outcomes(universe):
    found = {o.outcome.shared_outcome.text_en: o for o in outcomes_of(universe.partnership)}
    week = found["I could get help within a week."]
    change, gap = analysis.series(week, week.everyone).change, analysis.group_gap(week)

    assert [round(100 * x, 1) for x in (change.estimate, change.low, change.high)] == [12.8, 3.5, 22.1]
    assert [round(100 * x, 1) for x in (gap.first, gap.last, gap.narrowing.estimate)] == [10.2, 6.8, 3.4]
    assert [round(100 * x, 1) for x in (gap.narrowing.low, gap.narrowing.high)] == [-12.8, 19.6]
    assert gap.narrowing.verdict == "cannot_tell"
    assert {text: verdict(o) for text, o in found.items()} == {
        "I could get help within a week.": "better",
        "Help is near enough to reach without a car.": "cannot_tell",
        "I was offered help in the language I prefer.": "better",
        "I am not lonely often or always.": "cannot_tell",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 11}, "more_than_were_asked"),
        ({"value": 1.5}, "more_than_were_asked"),
        ({"on": date(2027, 1, 1)}, "observed_in_the_future"),
        ({"on": date(2026, 6, 30)}, "observed_already"),
        ({"by": "member"}, "not_allowed"),
    ],
)
def test_what_cannot_have_been_counted_is_refused(universe, change, code):
    outcome = outcomes_of(universe.partnership)[0].outcome
    details = {
        "outcome": outcome,
        "group": None,
        "on": date(2026, 9, 1),
        "value": 5,
        "out_of": 10,
        "by": universe.users["evaluator"],
    }
    change = {key: universe.users[v] if isinstance(v, str) else v for key, v in change.items()}

    assert refusal(outcomes.observe, **details | change) == code


def test_a_median_of_a_group_is_shown_with_how_many_it_rests_on(universe, client):
    officer = {"by": universe.users["officer"], "at": NOW}
    outcome = outcomes.measure(
        shared_outcome=SharedOutcome.objects.filter(partnership=universe.partnership).first(),
        commitments=[],
        kind="median",
        numerator=("minutes", "munudau"),
        denominator=("people", "pobl"),
        unit=("minutes", "munud"),
        source=("a survey", "arolwg"),
        higher_is_better=False,
        groups=[("Young people", "Pobl ifanc")],
        **officer,
    )
    group = outcome.groups.get()
    outcomes.observe(outcome=outcome, group=group, on=NOW.date(), value=Decimal(38), out_of=61, **officer)

    page = client.get(f"/en/partnerships/dyffryn-gwynlas/outcomes/{outcome.pk}/").content.decode()

    assert ("38 minutes" in page, "38 / 61" in page, ">61<" in page) == (True, False, True)


def test_a_new_due_date_is_later_than_the_first(universe):
    commitment = universe.partnership.commitments.first()
    details = {"text": "Soon", "language": "en", "new_due": commitment.first_due}

    with pytest.raises(ActionError) as refused:
        actions.report_progress(
            commitment=commitment, by=commitment.institution_owner, at=commitment.at, **details
        )

    assert refused.value.code == "new_due_is_not_later"
