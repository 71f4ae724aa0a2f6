"""Screening by one or two reviewers, the priority order, samples and stops."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from cyfran.core.references import Reference
from cyfran.discover.evidence.screening.actions import draw_sample, plan_screening, screen, stop_screening
from cyfran.discover.evidence.screening.pages import highlight_words
from cyfran.discover.evidence.screening.queries import (
    abstract_votes_of,
    find_records,
    next_record_for,
    ranking_reasons,
    sampled_records,
    screening_decisions,
    screening_stops,
)
from cyfran.discover.evidence.screening.rules import pairs_of_verdicts
from cyfran.discover.evidence.screening.tasks import renew_screening_orders
from cyfran.discover.evidence.searches.models import Record
from tests.discover.evidence.review_cases import BASE, SURGERY, WALKS, refusal_code


def test_the_same_vote_twice_in_a_row_is_saved_once(review):
    record, *_ = review.add_records(WALKS)

    first, repeated = review.screen(record, "include"), review.screen(record, "include")
    changed = review.screen(record, "exclude")

    assert first == repeated != changed
    assert abstract_votes_of(record).count() == 2


def test_voting_again_does_not_change_when_a_record_was_decided(review):
    records = review.add_records(WALKS)
    for record in records[:3]:
        review.screen(record, "exclude")

    review.screen(records[0], "exclude", note="Looked at again")

    assert [decision.record for decision in screening_decisions(review.review)] == [
        record.pk for record in records[:3]
    ]


def test_agreement_is_measured_on_the_first_blind_verdicts(review):
    record, *_ = review.add_records(WALKS)
    plan_screening(review=review.review, people=2, **review.stamp())
    review.screen(record, "include", by=review.officer)
    review.screen(record, "exclude", by=review.evaluator)
    review.screen(record, "include", by=review.evaluator)

    decided = screening_decisions(review.review)

    assert decided[0].final is True
    assert set(pairs_of_verdicts(decided)[0]) == {"include", "exclude"}


def test_a_sole_reviewer_decides(review):
    record, *_ = review.add_records(WALKS)

    review.screen(record, "include")

    assert review.decision_on(record).final is True


def test_an_arbiter_who_is_unsure_leaves_it_to_the_reviewers(review):
    record, *_ = review.add_records(WALKS[:2])
    plan_screening(review=review.review, people=2, **review.stamp())
    review.screen(record, "include", review.officer)
    review.screen(record, "exclude", review.evaluator)
    assert review.screen(record, "unsure", review.facilitator).arbiter
    assert review.decision_on(record).disputed

    review.screen(record, "include", review.evaluator)

    assert (review.decision_on(record).final, review.decision_on(record).disputed) == (True, False)


def test_two_reviewers_must_agree_and_a_third_settles(review):
    agreed, disputed, *_ = review.add_records(WALKS)
    plan_screening(review=review.review, people=2, **review.stamp())

    for by in (review.officer, review.evaluator):
        review.screen(agreed, "exclude", by, reason="population")
    review.screen(disputed, "include", review.officer)
    assert review.decision_on(disputed).final is None
    review.screen(disputed, "exclude", review.evaluator)

    assert (review.decision_on(agreed).final, review.decision_on(agreed).reason) == (False, "population")
    assert review.decision_on(disputed).disputed
    arbiter_vote = review.screen(disputed, "include", review.facilitator)
    assert arbiter_vote.arbiter
    assert review.decision_on(disputed).final is True


def test_records_screened_by_oneself_or_by_enough_reviewers_do_not_come_next(review):
    record, *_ = review.add_records(WALKS[:1])
    other_record = Record.objects.get(title="Something else altogether")
    review.screen(other_record, "exclude")
    plan_screening(review=review.review, people=2, **review.stamp())

    assert next_record_for(review.review, review.officer) == record
    review.screen(record, "include", review.officer)
    assert next_record_for(review.review, review.officer) is None
    review.screen(record, "include", review.evaluator)
    assert next_record_for(review.review, review.facilitator) == other_record


def test_a_reviewer_does_not_see_the_vote_of_the_other(review, client):
    record, *_ = review.add_records(WALKS)
    plan_screening(review=review.review, people=2, **review.stamp())
    review.screen(record, "exclude", review.officer, reason="design", note="Nothing but a letter")
    client.force_login(review.evaluator)

    page = client.get(f"{BASE}{review.review.pk}/screening/read/{record.pk}/").content.decode()

    assert "Nothing but a letter" not in page
    assert "You said" not in page


def test_a_reviewer_can_vote_again_and_the_newest_vote_counts(review):
    record, *_ = review.add_records(WALKS)
    review.screen(record, "include")

    review.screen(record, "exclude", reason="date")

    assert (review.decision_on(record).final, review.decision_on(record).reason) == (False, "date")


def test_a_decided_record_takes_no_vote_of_another_reviewer(review):
    record, *_ = review.add_records(WALKS)
    review.screen(record, "include")

    assert (
        refusal_code(lambda: review.screen(record, "exclude", review.evaluator)) == "record_decided_already"
    )


def test_only_exclusion_takes_a_reason(review):
    record, *_ = review.add_records(WALKS)

    assert (
        refusal_code(lambda: review.screen(record, "include", reason="population"))
        == "reason_only_to_exclude"
    )


def test_only_reviewers_screen(review, client):
    record, *_ = review.add_records(WALKS)
    address = f"{BASE}{review.review.pk}/screening/read/{record.pk}/"

    client.force_login(review.universe.users["connector"])

    assert client.post(address, {"verdict": "include"}).status_code == 403


def test_a_vote_cannot_be_changed_in_the_database(review):
    record, *_ = review.add_records(WALKS)
    vote = review.screen(record, "include")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(vote).objects.filter(pk=vote.pk).update(verdict="exclude")


def test_likely_records_come_first_with_the_words_that_moved_them(review):
    records = review.add_records([*WALKS, *SURGERY])
    review.screen(records[0], "include")
    review.screen(records[-1], "exclude")

    renew_screening_orders()

    following = next_record_for(review.review, review.officer)
    assert following.title.startswith("Walking groups")
    assert "walking" in [word for word, weight in ranking_reasons(review.review, following) if weight > 0]


def test_the_priority_order_is_renewed_only_after_new_votes(review):
    records = review.add_records([*WALKS, *SURGERY])
    review.screen(records[0], "include")
    review.screen(records[-1], "exclude")

    for expected in (1, 1):
        renew_screening_orders()
        assert review.review.priority_orders.count() == expected
    screen(record=records[1], verdict="include", by=review.officer, at=datetime.now(UTC))
    renew_screening_orders()
    assert review.review.priority_orders.count() == 2


@pytest.mark.parametrize("typed", ["môn", "MÔN", "Môn ystafelloedd"])
def test_a_title_is_found_in_capitals_and_with_accents(review, typed):
    review.add_records([Reference("Ystafelloedd gwrando ar Ynys Môn", "Price, A.", 2020), *WALKS])

    assert [record.title for record in find_records(review.review, typed, 5)] == [
        "Ystafelloedd gwrando ar Ynys Môn"
    ]


def test_records_of_a_sample_come_first(review):
    review.add_records([*WALKS, *SURGERY])
    sample = draw_sample(review=review.review, size=5, **review.stamp())
    sampled = {record.pk for record in sample.records.all()}

    for _ in range(5):
        record = next_record_for(review.review, review.officer)
        assert record.pk in sampled
        review.screen(record, "exclude")

    assert next_record_for(review.review, review.officer).pk not in sampled


def test_a_stop_keeps_the_figures_it_rests_on(review):
    records = review.add_records([*WALKS, *SURGERY])
    review.screen(records[0], "include")

    stop = stop_screening(review=review.review, stopped=True, note="Time is up", **review.stamp())

    assert (stop.figures["records"], stop.figures["found"]) == (39, 1)
    assert review.flow().unread == 38
    assert refusal_code(lambda: review.screen(records[1], "include")) == "screening_stopped"
    stop_screening(review=review.review, stopped=False, **review.stamp())
    review.screen(records[1], "include")


def test_after_a_stop_only_records_of_later_searches_are_screened(review, client):
    old = review.add_records([*WALKS[:4], *SURGERY])
    review.screen(old[0], "include")
    review.screen(old[1], "exclude")
    first_stop = stop_screening(review=review.review, stopped=True, **review.stamp())
    assert next_record_for(review.review, review.officer) is None

    new_records = review.add_records(
        [Reference(f"Choirs and hope on island {i}", f"Hughes {i}, C.", 2024) for i in range(3)]
    )
    fresh = {record.pk for record in new_records} | {next_record_for(review.review, review.officer).pk}
    screened = [next_record_for(review.review, review.officer)]
    review.screen(screened[0], "include")
    report = client.get(f"{BASE}{review.review.pk}/report/").content.decode()

    assert screened[0].pk in fresh
    assert (review.flow().unread, review.flow().open) == (33, 3)
    assert f"with {first_stop.figures['records'] - first_stop.figures['read']} records not screened" in report
    assert refusal_code(lambda: review.screen(old[2], "include")) == "screening_stopped"
    second_stop = stop_screening(review=review.review, stopped=True, **review.stamp())
    assert (second_stop.figures["records"], second_stop.figures["read"]) == (4, 1)
    assert [stop.pk for stop in screening_stops(review.review)] == [first_stop.pk, second_stop.pk]
    assert (review.flow().unread, review.flow().open) == (36, 0)
    stop_screening(review=review.review, stopped=False, **review.stamp())
    assert (review.flow().unread, review.flow().open) == (0, 36)


def test_screening_is_not_stopped_twice_nor_its_plan_changed_while_stopped(review):
    review.screen(review.add_records(WALKS)[0], "include")
    stop_screening(review=review.review, stopped=True, **review.stamp())

    second_stop = refusal_code(lambda: stop_screening(review=review.review, stopped=True, **review.stamp()))
    plan = refusal_code(lambda: plan_screening(review=review.review, people=2, **review.stamp()))

    assert (second_stop, plan) == ("nothing_to_change", "screening_stopped")


def test_a_sample_includes_half_screened_records_and_no_duplicates(review, client):
    plan_screening(review=review.review, people=2, **review.stamp())
    records = review.add_records(WALKS)
    review.screen(records[0], "include", by=review.officer)

    sample = draw_sample(review=review.review, size=100, **review.stamp())
    Record.objects.filter(pk=records[1].pk).update(duplicate_of=records[2])

    assert records[0] in sample.records.all()
    assert len(sampled_records(review.review)) == sample.records.count() - 1


def test_disagreements_are_settled_before_screening_stops(review):
    record, *_ = review.add_records(WALKS)
    review.screen(record, "unsure")

    stop = refusal_code(lambda: stop_screening(review=review.review, stopped=True, **review.stamp()))

    assert stop == "settle_before_stopping"


def test_words_are_highlighted_and_everything_else_is_escaped():
    text = highlight_words("Walking <b>groups</b> & walking, groups", ["walking groups", "walking"])

    assert str(text) == "<mark>Walking</mark> &lt;b&gt;groups&lt;/b&gt; &amp; <mark>walking, groups</mark>"
