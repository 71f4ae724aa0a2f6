"""Observations are corrected with a reason; what stood before stays to be seen."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cyfran.core.errors import ActionError
from cyfran.deliver.outcomes import actions, analysis, queries

NOW = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.fixture
def observed(universe):
    return next(
        observed
        for observed in queries.outcomes_of(universe.partnership)
        if observed.outcome.kind == "share" and len(observed.everyone) > 1
    )


def page_of(observed):
    return f"/en/partnerships/dyffryn-gwynlas/outcomes/{observed.outcome.pk}/"


def corrected(universe, observed):
    newer = queries.outcome_in(universe.partnership, observed.outcome.pk)
    return analysis.series(newer, newer.everyone)


def test_the_numbers_that_stand_are_counted_and_the_first_are_shown(universe, observed, client):
    client.force_login(universe.users["officer"])
    last = observed.everyone[-1]
    values = {"observation": str(last.pk), "value": "1", "out_of": "4", "reason": "Two sheets were mixed up"}
    values["on"] = str(last.on)

    saved = client.post(f"{page_of(observed)}correct/", values)

    page = client.get(page_of(observed)).content.decode()
    assert saved.status_code == 302
    assert corrected(universe, observed).last.value == 0.25
    assert "Two sheets were mixed up" in page
    assert "1 of 4, counted on" in page


def test_the_newest_correction_counts(universe, observed):
    last, officer = observed.everyone[-1], universe.users["officer"]
    for value in (1, 3):
        actions.correct_observation(
            observation=last, on=last.on, value=Decimal(value), out_of=4, reason="R", by=officer, at=NOW
        )

    assert corrected(universe, observed).last.value == 0.75


def test_a_share_of_more_than_everyone_is_refused(universe, observed):
    with pytest.raises(ActionError, match="more_than_were_asked"):
        actions.correct_observation(
            observation=observed.everyone[0],
            on=observed.everyone[0].on,
            value=Decimal(5),
            out_of=4,
            reason="R",
            by=universe.users["officer"],
            at=NOW,
        )


def test_only_those_who_observe_correct(universe, observed, client):
    client.force_login(universe.users["member"])

    assert client.get(f"{page_of(observed)}correct/").status_code == 403


def correct(universe, observation, **changes):
    standing = observation.standing
    details = {"on": standing.on, "value": standing.value, "out_of": standing.out_of, "reason": "R"}
    actions.correct_observation(
        observation=observation, **details | changes, by=universe.users["officer"], at=NOW
    )


def test_a_wrong_day_is_corrected_and_the_order_follows(universe, observed):
    last = observed.everyone[-1]

    correct(universe, last, on=date(2020, 2, 3))

    newer = queries.outcome_in(universe.partnership, observed.outcome.pk)
    assert newer.everyone[0].standing.on == date(2020, 2, 3)


def test_what_was_never_observed_is_withdrawn_and_can_be_brought_back(universe, observed, client):
    last = observed.everyone[-1]
    correct(universe, last, is_withdrawn=True, reason="It was another valley")
    without = queries.outcome_in(universe.partnership, observed.outcome.pk)
    page = client.get(page_of(observed)).content.decode()
    again = next(one for one in without.observations() if one.pk == last.pk)
    correct(universe, again)

    assert last not in without.everyone
    assert "It was another valley" in page
    assert last in queries.outcome_in(universe.partnership, observed.outcome.pk).everyone


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "nothing_to_correct"),
        ({"on": date(2999, 1, 1)}, "observed_in_the_future"),
    ],
)
def test_a_correction_that_is_none_or_cannot_be_is_refused(changes, code, universe, observed):
    with pytest.raises(ActionError, match=code):
        correct(universe, observed.everyone[0], **changes)


def test_two_observations_are_not_moved_to_one_day(universe, observed):
    first, second, *_ = observed.everyone

    with pytest.raises(ActionError, match="observed_already"):
        correct(universe, second, on=first.on)
