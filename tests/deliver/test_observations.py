"""Observations are corrected with a reason; what stood before stays to be seen."""

from datetime import UTC, datetime
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

    saved = client.post(f"{page_of(observed)}correct/", values)

    page = client.get(page_of(observed)).content.decode()
    assert saved.status_code == 302
    assert corrected(universe, observed).last.value == 0.25
    assert "Two sheets were mixed up" in page
    assert "Corrected to 1 of 4" in page


def test_the_newest_correction_counts(universe, observed):
    last, officer = observed.everyone[-1], universe.users["officer"]
    for value in (1, 3):
        actions.correct_observation(
            observation=last, value=Decimal(value), out_of=4, reason="R", by=officer, at=NOW
        )

    assert corrected(universe, observed).last.value == 0.75


def test_a_share_of_more_than_everyone_is_refused(universe, observed):
    with pytest.raises(ActionError, match="more_than_were_asked"):
        actions.correct_observation(
            observation=observed.everyone[0],
            value=Decimal(5),
            out_of=4,
            reason="R",
            by=universe.users["officer"],
            at=NOW,
        )


def test_only_those_who_observe_correct(universe, observed, client):
    client.force_login(universe.users["member"])

    assert client.get(f"{page_of(observed)}correct/").status_code == 403
