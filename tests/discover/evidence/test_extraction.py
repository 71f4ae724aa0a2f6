"""Forms about studies, outcomes, and effects as reviewers read them."""

import math

import pytest

from cyfran.discover.evidence.extraction.actions import settle_effect, withdraw_effect
from cyfran.discover.evidence.extraction.analysis import back_transform, compute_effect_size
from cyfran.discover.evidence.extraction.models import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectMeasure,
    ExtractionSheet,
)
from cyfran.discover.evidence.extraction.pages import initial_answers
from cyfran.discover.evidence.extraction.queries import (
    extraction_of_study,
    facts_form,
    facts_of,
    outcomes_of,
    overall_risk_of_bias,
    question_forms,
    risk_of_bias_form,
)
from tests.discover.evidence.review_cases import FACTS, MEANS, ReviewWithStudies, refusal_code

LOW_RISK = {question.key: "low" for question in question_forms()["trial-1"].questions}


@pytest.fixture
def review(universe):
    return ReviewWithStudies(universe)


def test_every_study_design_has_a_risk_of_bias_form():
    designs = {choice.key for choice in facts_form().question("design").choices}

    assert all(risk_of_bias_form(design) for design in designs)
    assert all(form.question("overall") for form in question_forms().values() if form.kind == "risk_of_bias")


def test_every_question_stands_in_both_languages():
    texts = [question.label for form in question_forms().values() for question in form.questions]
    texts += [
        choice.name
        for form in question_forms().values()
        for question in form.questions
        for choice in question.choices
    ]

    assert all(text.en and text.cy for text in texts)


def test_the_risk_of_bias_form_depends_on_the_study_design(review):
    study = review.studies[0]
    assert (
        refusal_code(lambda: review.fill_sheet(study, question_forms()["trial-1"], LOW_RISK))
        == "form_does_not_fit"
    )

    review.fill_sheet(study, facts_form(), FACTS)
    review.fill_sheet(study, question_forms()["trial-1"], LOW_RISK)

    assert overall_risk_of_bias(extraction_of_study(study)) == "low"


def test_answers_count_where_two_agree_apart_from_free_text(review):
    review.require_two_reviewers()
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)
    assert facts_of(extraction_of_study(study)) == {}

    review.fill_sheet(study, facts_form(), {**FACTS, "done": "Weekly calls"}, by=review.evaluator)

    assert facts_of(extraction_of_study(study))["done"] == "Calls"


def test_where_two_reviewers_differ_nothing_counts_until_it_is_settled(review, officer):
    review.require_two_reviewers()
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)
    review.fill_sheet(study, facts_form(), {**FACTS, "power": "0"}, by=review.evaluator)
    progress = extraction_of_study(study)[facts_form().key]
    assert (progress.agreed, progress.differences) == (None, ("power",))

    page = f"{review.base}studies/{study.pk}/forms/facts-1/settle/"
    assert "differs" in officer.get(page).content.decode()
    answer = officer.post(page, FACTS)

    assert answer.status_code == 302
    assert facts_of(extraction_of_study(study))["power"] == "2"
    assert ExtractionSheet.objects.filter(study=study, is_consensus=True).count() == 1


def test_a_consensus_stands_when_one_of_its_reviewers_fills_in_the_form_again(review):
    review.require_two_reviewers()
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)
    review.fill_sheet(study, facts_form(), {**FACTS, "power": "0"}, by=review.evaluator)
    review.fill_sheet(study, facts_form(), {**FACTS, "power": "3"}, is_consensus=True)

    review.fill_sheet(study, facts_form(), FACTS)

    progress = extraction_of_study(study)[facts_form().key]
    assert (progress.answers["power"], progress.differences) == ("3", ())


def test_a_reviewer_does_not_see_the_answers_of_the_other_before_answering(review, client, universe):
    review.require_two_reviewers()
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), {**FACTS, "done": "A secret word"}, by=review.evaluator)
    client.force_login(universe.users["officer"])
    base = f"{review.base}studies/{study.pk}/"

    responses = [client.get(f"{base}{page}") for page in ("", "forms/facts-1/", "forms/facts-1/settle/")]

    assert responses[2].status_code == 409
    assert not any("secret" in response.content.decode() for response in responses)


def test_there_is_nothing_to_settle_with_one_sheet(review):
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)

    assert (
        refusal_code(lambda: review.fill_sheet(study, facts_form(), FACTS, is_consensus=True))
        == "nothing_to_settle"
    )


def test_an_incomplete_extraction_form_keeps_what_was_typed(review, officer):
    page = f"{review.base}studies/{review.studies[0].pk}/forms/facts-1/"

    answer = officer.post(page, {"done": "Calls <script>", "equity": ["age"]}).content.decode()

    assert "Calls &lt;script&gt;" in answer
    assert "There is a problem" in answer
    assert not ExtractionSheet.objects.filter(study__in=review.studies).exists()


@pytest.mark.parametrize(
    ("measure", "effect_format", "numbers", "expected"),
    [
        ("RR", "counts", {"events1": 10, "n1": 100, "events2": 20, "n2": 100}, 0.5),
        ("OR", "estimate", {"estimate": 2.0, "low": 1.0, "high": 4.0}, 2.0),
        ("RD", "counts", {"events1": 10, "n1": 100, "events2": 20, "n2": 100}, -0.1),
        ("MD", "means", MEANS, -1.0),
        ("ZCOR", "correlation", {"r": 0.3, "n": 50}, 0.3),
        ("ZCOR", "estimate", {"estimate": 0.3, "low": 0.1, "high": 0.5}, 0.3),
    ],
)
def test_an_effect_size_transforms_back_to_what_the_study_reports(measure, effect_format, numbers, expected):
    y, v = compute_effect_size(measure, effect_format, numbers)

    assert back_transform(measure, y) == pytest.approx(expected)
    assert v > 0


def test_an_interval_gives_the_variance():
    _, v = compute_effect_size("OR", "estimate", {"estimate": 2.0, "low": 1.0, "high": 4.0})

    assert math.sqrt(v) == pytest.approx(math.log(4) / (2 * 1.959964), rel=1e-6)


@pytest.mark.parametrize(
    ("measure", "effect_format", "numbers", "code"),
    [
        ("RR", "counts", {"events1": 11, "n1": 10, "events2": 2, "n2": 10}, "effect_cannot_be"),
        ("RR", "estimate", {"estimate": -2.0, "low": 1.0, "high": 4.0}, "effect_cannot_be"),
        ("RR", "estimate", {"estimate": 5.0, "low": 1.0, "high": 4.0}, "estimate_outside_range"),
        ("SMD", "estimate", {"estimate": 1.0, "low": 1.0, "high": 1.0}, "estimate_outside_range"),
        ("RR", "estimate", {"estimate": 1e300, "low": 1e299, "high": 1e301}, "effect_cannot_be"),
        ("MD", "estimate", {"estimate": 0.0, "low": -1e300, "high": 1e300}, "effect_cannot_be"),
        ("SMD", "means", {**MEANS, "sd1": 1e200}, "effect_cannot_be"),
        ("SMD", "means", {**MEANS, "sd1": 0, "sd2": 0}, "effect_cannot_be"),
        ("SMD", "means", {**MEANS, "sd1": 0}, "effect_cannot_be"),
        ("RD", "estimate", {"estimate": 2.0, "low": 1.5, "high": 2.5}, "effect_cannot_be"),
        ("RR", "estimate", {"estimate": 0.5, "low": 0.1, "high": 0.6}, "estimate_not_in_the_middle"),
        ("ZCOR", "estimate", {"estimate": 0.5, "low": 0.2, "high": 1.0}, "effect_cannot_be"),
        ("SMD", "counts", {"events1": 1, "n1": 10, "events2": 2, "n2": 10}, "effect_format_not_allowed"),
        ("SMD", "direction", {"direction": "sideways"}, "effect_cannot_be"),
    ],
)
def test_impossible_numbers_are_refused(review, measure, effect_format, numbers, code):
    outcome = review.name_outcome(measure)

    assert (
        refusal_code(lambda: review.add_reading(review.studies[0], numbers, effect_format, outcome=outcome))
        == code
    )


def test_an_outcome_is_removed_only_while_it_has_no_effects(review, officer):
    unused = review.name_outcome("RR")
    review.add_reading(review.studies[0])

    officer.post(f"{review.base}outcomes/{unused.pk}/remove/")
    refused = officer.post(f"{review.base}outcomes/{review.outcome.pk}/remove/", follow=True)

    assert list(outcomes_of(review.review)) == [review.outcome]
    assert "This outcome cannot be removed" in refused.content.decode()


def test_an_outcome_of_another_review_is_refused(review, universe):
    other_review = ReviewWithStudies(universe)

    assert (
        refusal_code(lambda: review.add_reading(review.studies[0], outcome=other_review.outcome))
        == "effect_of_another_review"
    )


def test_two_readings_that_differ_are_settled(review, officer):
    review.require_two_reviewers()
    study = review.studies[0]
    review.add_reading(study)
    assert review.effects()[0].agreed is None
    review.add_reading(study, {**MEANS, "n1": 41}, by=review.evaluator)
    (effect,) = review.effects()
    assert effect.disputed

    right_reading = next(reading for reading in effect.readings if reading.numbers["n1"] == 41)
    officer.post(f"{review.base}studies/{study.pk}/effects/{right_reading.pk}/settle/", {"say": "right"})

    (effect,) = review.effects()
    assert effect.agreed.numbers["n1"] == 41


def test_two_equal_readings_agree_without_a_third(review):
    review.require_two_reviewers()
    review.add_reading(review.studies[0])
    review.add_reading(review.studies[0], by=review.evaluator)

    assert review.effects()[0].agreed


def test_a_single_reading_is_withdrawn_only_by_whoever_made_it(review, client):
    review.require_two_reviewers()
    reading = review.add_reading(review.studies[0], label="6 months")
    page = f"{review.base}studies/{review.studies[0].pk}/"

    client.force_login(review.evaluator)
    assert "6 months" in client.get(page).content.decode()
    refusal = refusal_code(lambda: withdraw_effect(effect=reading, **review.stamp(review.evaluator)))
    client.force_login(review.officer)
    assert "Withdraw the effect you added" in client.get(page).content.decode()
    withdraw_effect(effect=reading, **review.stamp())

    assert refusal == "not_yours_to_take_back"
    assert review.effects() == []
    assert refusal_code(lambda: withdraw_effect(effect=reading, **review.stamp())) == "nothing_to_change"


def test_a_settled_effect_is_not_changed_by_one_reviewer(review):
    review.require_two_reviewers()
    reading = review.add_reading(review.studies[0])
    review.add_reading(review.studies[0], {**MEANS, "n1": 41}, by=review.evaluator)
    settle_effect(effect=reading, **review.stamp())

    assert (
        refusal_code(lambda: review.add_reading(review.studies[0], by=review.evaluator)) == "effect_settled"
    )


def test_the_overall_judgement_is_as_serious_as_the_most_serious_or_says_why(review, officer):
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)
    risk_of_bias = {**LOW_RISK, "chance": "high"}
    page = f"{review.base}studies/{study.pk}/forms/trial-1/"

    refused = officer.post(page, risk_of_bias)
    saved = officer.post(page, {**risk_of_bias, "why_overall": "They could not know the draw"})

    assert "lower than the highest risk of bias" in refused.content.decode()
    assert saved.status_code == 302


def test_the_consensus_form_leaves_disputed_questions_empty(review, officer):
    review.require_two_reviewers()
    study = review.studies[0]
    review.fill_sheet(study, facts_form(), FACTS)
    review.fill_sheet(study, facts_form(), {**FACTS, "power": "3"}, by=review.evaluator)

    progress = extraction_of_study(study)["facts-1"]

    initial = initial_answers(progress.sheets, progress.differences)

    assert (initial["design"], initial.get("power")) == ("trial", None)
    assert officer.get(f"{review.base}studies/{study.pk}/forms/facts-1/settle/").status_code == 200


def test_a_withdrawn_effect_stays_on_record(review, officer):
    effect = review.add_reading(review.studies[0])

    officer.post(f"{review.base}studies/{effect.study_id}/effects/{effect.pk}/settle/", {"say": "mistake"})

    assert review.effects() == []
    assert Effect.objects.filter(outcome=review.outcome).count() == 2


@pytest.mark.parametrize("measure", EffectMeasure.values)
def test_every_effect_format_has_a_form(review, officer, measure):
    outcome = review.name_outcome(measure)
    base = f"{review.base}studies/{review.studies[0].pk}/outcomes/{outcome.pk}/"

    for effect_format in FORMATS_BY_MEASURE[measure]:
        assert officer.get(f"{base}{effect_format}/").status_code == 200
        assert (
            "There is a problem"
            in officer.post(f"{base}{effect_format}/", {"mean1": "much"}).content.decode()
        )
    assert officer.get(f"{base}nothing/").status_code == 404
