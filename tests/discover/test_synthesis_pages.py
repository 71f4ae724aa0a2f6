"""From studies to the pooled estimate: data extraction, risk of bias, effects, plots, and findings."""

import csv
import io
import json
import math
import re
import zipfile
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cyfran.core.references import Reference
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import walk
from cyfran.define.insights.queries import agreed_challenges
from cyfran.develop.proposals.actions import write_proposal
from cyfran.discover.evidence.extraction.actions import (
    add_effect,
    add_outcome,
    add_study,
    fill_sheet,
    settle_effect,
    withdraw_effect,
)
from cyfran.discover.evidence.extraction.analysis import back_transform, compute_effect_size
from cyfran.discover.evidence.extraction.models import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectMeasure,
    ExtractionSheet,
    ReviewOutcome,
)
from cyfran.discover.evidence.extraction.pages import initial_answers
from cyfran.discover.evidence.extraction.queries import (
    effects_of,
    extraction_of_review,
    extraction_of_study,
    facts_form,
    facts_of,
    outcomes_of,
    overall_risk_of_bias,
    passages_to_quote,
    question_forms,
    risk_of_bias_form,
)
from cyfran.discover.evidence.reporting.pages import map_lanes
from cyfran.discover.evidence.reviews.models import Review as ReviewModel
from cyfran.discover.evidence.screening.actions import plan_screening
from cyfran.discover.evidence.synthesis.actions import write_finding
from cyfran.discover.evidence.synthesis.analysis import compare_subgroups, summarise
from cyfran.discover.evidence.synthesis.exchange import effects_csv
from cyfran.discover.evidence.synthesis.models import Finding, FindingRevision
from cyfran.discover.evidence.synthesis.pages import (
    cumulative_rows,
    forest_plot,
    funnel_plot,
    harvest_plot,
    influence_rows,
)
from cyfran.discover.evidence.synthesis.queries import findings_of
from tests.cli.command import run
from tests.discover.test_evidence import AT, BASE, WALKS, Review, refusal_code

MEANS = {"mean1": 4.0, "sd1": 2.0, "n1": 40, "mean2": 5.0, "sd2": 2.0, "n2": 40}
FACTS = {
    "design": "trial",
    "approach": "peers",
    "done": "Calls",
    "people": "40",
    "power": "2",
    "equity": ["age"],
}
LOW_RISK = {question.key: "low" for question in question_forms()["trial-1"].questions}


class ReviewWithStudies(Review):
    """A review with studies and an outcome."""

    def __init__(self, universe, number=3):
        super().__init__(universe)
        self.studies = [
            add_study(
                review=self.review,
                reference=Reference(f"Study {i}", f"Price {i}, A.", 2000 + i),
                **self.stamp(),
            )
            for i in range(number)
        ]
        self.outcome = self.name_outcome()

    def name_outcome(self, measure="SMD", higher_is_better=False):
        return add_outcome(
            review=self.review,
            name=("Loneliness", "Unigrwydd"),
            measure=measure,
            higher_is_better=higher_is_better,
            **self.stamp(),
        )

    def add_reading(self, study, numbers=MEANS, effect_format="means", by=None, label="", outcome=None):
        return add_effect(
            outcome=outcome or self.outcome,
            study=study,
            label=label,
            effect_format=effect_format,
            numbers=numbers,
            **self.stamp(by),
        )

    def add_estimates(self, *intervals):
        for study, (estimate, low, high) in zip(self.studies, intervals, strict=False):
            self.add_reading(study, {"estimate": estimate, "low": low, "high": high}, "estimate")

    def fill_sheet(self, study, form, answers, by=None, *, is_consensus=False):
        return fill_sheet(
            study=study, form=form, answers=answers, sources={}, is_consensus=is_consensus, **self.stamp(by)
        )

    def require_two_reviewers(self):
        plan_screening(review=self.review, people=2, **self.stamp())

    def effects(self):
        return effects_of(self.review, outcome=self.outcome)

    def summary(self):
        return summarise(self.outcome, self.effects(), {})

    @property
    def base(self):
        return f"{BASE}{self.review.pk}/"


@pytest.fixture
def review(universe):
    return ReviewWithStudies(universe)


@pytest.fixture
def officer(client, universe):
    client.force_login(universe.users["officer"])
    return client


# --- Extraction forms ---------------------------------------------------------------------------------------------


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


# --- Facts and risk of bias ---------------------------------------------------------------------------------------


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


# --- Effects ------------------------------------------------------------------------------------------------------


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


# --- Meta-analysis ------------------------------------------------------------------------------------------------


def test_fewer_than_two_studies_are_not_pooled(review):
    assert review.summary().advice == ("none",)
    review.add_estimates((0.5, 0.1, 0.9))

    assert review.summary().mean is None
    assert "one" in review.summary().advice


@pytest.mark.parametrize(
    ("intervals", "differ"),
    [
        (((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2)), False),
        (((-0.9, -1.1, -0.7), (-0.1, -0.3, 0.1), (-0.4, -0.6, -0.2)), True),
    ],
)
def test_the_page_and_the_command_line_give_the_same_estimate(review, tmp_path, intervals, differ):
    review.add_estimates(*intervals)
    summary = review.summary()
    assert summary.mean.knapp_hartung is differ
    (tmp_path / "effects.csv").write_text(effects_csv(summary.points))

    options = ["--knapp-hartung"] if summary.mean.knapp_hartung else []
    printed = json.loads(run("synthesis", tmp_path / "effects.csv", *options).stdout)

    assert printed["estimate"] == pytest.approx(summary.mean.estimate, abs=1e-12)
    assert printed["ci"] == pytest.approx([summary.mean.low, summary.mean.high], abs=1e-12)


def test_several_effects_of_a_study_are_pooled_on_three_levels(review):
    for study in review.studies:
        for months in (3, 6):
            review.add_reading(study, {**MEANS, "mean1": 4.0 + months / 20}, label=f"{months} months")
    summary = review.summary()

    assert summary.mean.levels == 3
    assert "together" in summary.advice
    assert summary.studies == 3


def test_an_influential_study_is_named(universe):
    review = ReviewWithStudies(universe, 6)
    review.add_estimates(*[(-0.2 - i / 50, -0.5, 0.1) for i in range(5)], (-3.0, -3.2, -2.8))

    rows = influence_rows(review.summary())

    assert [influential for _name, _mean, influential in rows] == ["–"] * 5 + ["yes"]


def test_the_cumulative_mean_is_shown_year_by_year(review, client):
    later = add_study(review=review.review, reference=Reference("Later", "Price, A.", 2002), **review.stamp())
    review.studies.append(later)
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2), (-0.3, -0.6, 0.0))
    summary = review.summary()

    assert [row[0] for row in cumulative_rows(summary)] == ["2001", "2002"]
    assert summary.cumulative[-1].estimate == pytest.approx(summary.mean.estimate)
    assert (
        "Over time (cumulative meta-analysis)"
        in client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()
    )


def test_leave_one_out_intervals_are_normal_where_the_others_agree(universe):
    review = ReviewWithStudies(universe, 4)
    review.add_estimates(*[(y, y - 0.392, y + 0.392) for y in (0.3, 0.3001, 0.3002, 1.5)])

    row = review.summary().leave_one_out[3]

    assert (row.low, row.high) == (pytest.approx(0.074, abs=0.001), pytest.approx(0.526, abs=0.001))


def test_weights_on_three_levels_reproduce_the_mean(review):
    for study, effects in zip(review.studies, (1, 9, 3), strict=True):
        for place in range(effects):
            middle = {1: 0.1, 9: 0.9, 3: 0.5}[effects] + place / 50
            numbers = {"estimate": middle, "low": middle - 0.3, "high": middle + 0.3}
            review.add_reading(study, numbers, "estimate", label=str(place))
    summary = review.summary()

    assert sum(point.weight * point.y for point in summary.points) == pytest.approx(
        summary.mean.estimate, abs=1e-6
    )
    assert sum(point.weight for point in summary.points) == pytest.approx(1)


def test_ten_equally_precise_studies_have_no_funnel_plot(universe, client):
    review = ReviewWithStudies(universe, 10)
    outcome = review.outcome = review.name_outcome("MD")
    review.add_estimates(*[(i / 10, i / 10 - 0.1, i / 10 + 0.1) for i in range(1, 11)])

    assert review.summary().egger is None
    assert client.get(f"{review.base}outcomes/{outcome.pk}/").status_code == 200


def test_many_effects_of_few_studies_get_no_funnel_or_subgroups(universe):
    review = ReviewWithStudies(universe, 5)
    for study in review.studies:
        for label, middle in (("a", -0.5), ("b", -0.3)):
            review.add_reading(
                study,
                {"estimate": middle, "low": middle - 0.4, "high": middle + 0.4},
                "estimate",
                label=label,
            )
    summary = review.summary()

    assert (summary.studies, len(summary.points), summary.egger) == (5, 10, None)
    assert compare_subgroups(summary, dict.fromkeys((study.pk for study in review.studies), "a")) == (
        [],
        None,
    )


@pytest.mark.parametrize("events", [(0, 0), (100, 50)])
def test_counts_without_a_ratio_are_not_pooled_and_have_no_direction(review, events):
    review.outcome = review.name_outcome("RR")
    numbers = {"events1": events[0], "n1": 100, "events2": events[1], "n2": 50}
    review.add_reading(review.studies[0], numbers, "counts")
    review.add_estimates()
    summary = review.summary()

    assert summary.points == ()
    assert summary.directions == {"better": 0, "unclear": 1, "worse": 0}
    assert "both_alike" in summary.advice
    assert [len(bars) for _, bars in harvest_plot(review.outcome, review.effects(), {})] == [0, 1, 0]


def test_studies_that_contradict_each_other_have_no_mean(review):
    review.add_estimates((-1.0, -1.2, -0.8), (1.0, 0.8, 1.2), (0.9, 0.7, 1.1))
    summary = review.summary()

    assert summary.mean is None
    assert "contradict" in summary.advice
    assert forest_plot(summary).diamond == ""
    assert summary.directions == {"better": 1, "unclear": 0, "worse": 2}


def test_an_effect_with_only_a_direction_is_counted_but_not_pooled(review):
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    review.add_reading(review.studies[2], {"direction": "better"}, "direction")
    summary = review.summary()

    assert len(summary.points) == 2
    assert summary.directions["better"] == 3
    assert "only_direction" in summary.advice


def test_the_page_of_an_outcome_is_public(review, client):
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2))
    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()
    table = client.get(f"{review.base}outcomes/{review.outcome.pk}/effects.csv").content.decode()

    assert 'class="diamond"' in page
    assert "-0.50 (-0.90 to -0.10)" in page
    assert "fewer than five studies" in page
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [round(float(row["yi"]), 2) for row in rows] == [-0.5, -0.2, -0.4]


def test_an_outcome_without_effects_has_a_page(review, client):
    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()

    assert "There are no effects yet." in page


def test_ratios_are_plotted_on_a_logarithmic_scale(review):
    outcome = review.name_outcome("RR")
    for study, events in zip(review.studies, (5, 10, 15), strict=True):
        review.add_reading(
            study, {"events1": events, "n1": 100, "events2": 20, "n2": 100}, "counts", outcome=outcome
        )
    plot = forest_plot(summarise(outcome, effects_of(review.review, outcome=outcome), {}))

    assert {"0.5", "1"} <= {tick.text for tick in plot.ticks}
    assert all(plot.start <= row.left <= row.middle <= row.right <= plot.end for row in plot.rows)


def test_eleven_studies_have_a_funnel_plot(universe):
    review = ReviewWithStudies(universe, 11)
    review.add_estimates(*[(-0.3 - i / 50, -0.5 - i / 20, -0.1 + i * 3 / 100) for i in range(11)])

    assert len(funnel_plot(review.summary()).dots) == 11


def test_subgroups_of_studies_are_compared(universe, client):
    review = ReviewWithStudies(universe, 6)
    review.add_estimates(*[(-0.3 - i / 10, -0.5 - i / 10, -0.1 - i / 10) for i in range(6)])
    for i, study in enumerate(review.studies):
        review.fill_sheet(study, facts_form(), {**FACTS, "approach": "peers" if i < 3 else "outreach"})

    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()

    assert facts_form().question("approach").name_of("peers").en in page
    assert "does not prove why" in page


# --- Findings, evidence map and archive ---------------------------------------------------------------------------


def add_finding(review, **more):
    fields = {"text": ("It helps.", "Mae'n helpu."), "certainty": "low", "studies": review.studies[:1]} | more
    return write_finding(review=review.review, **fields, **review.stamp())


def test_high_certainty_despite_concerns_needs_a_reason(review):
    assert (
        refusal_code(lambda: add_finding(review, certainty="high", concerns=["imprecision"]))
        == "certainty_needs_reason"
    )

    assert write_finding(
        review, certainty="high", concerns=["imprecision"], why="All point one way"
    ).concerns == ["imprecision"]
    assert add_finding(review, certainty="high", concerns=["large_effect"])


def test_a_corrected_finding_keeps_its_earlier_version(review, officer):
    finding = add_finding(review)
    page = f"{review.base}findings/{finding.pk}/"
    typed = {
        "text_en": "Calls help a little",
        "text_cy": "Mae galwadau'n helpu ychydig",
        "certainty": "low",
        "concerns": ["imprecision"],
    }

    without = officer.post(page, typed)
    with_reason = officer.post(page, typed | {"reason": "One study was counted twice"})

    detail = officer.get(review.base).content.decode()
    assert (without.status_code, with_reason.status_code) == (200, 302)
    assert "Calls help a little" in detail
    assert finding.text.en in detail
    assert "One study was counted twice" in detail
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingRevision.objects.update(reason="")


def test_a_finding_shows_the_reasons_for_its_certainty(review, client):
    add_finding(review, concerns=["risk_of_bias"], why="Only one study", outcome=review.outcome)

    page = client.get(review.base).content.decode()

    assert "Less certain: weaknesses in how the studies were done (risk of bias). Only one study" in page
    assert f"outcomes/{review.outcome.pk}/" in page


def test_the_evidence_map_shows_studies_and_certainty(review, client):
    for study, approach in zip(review.studies, ("peers", "peers", "travel"), strict=True):
        review.fill_sheet(study, facts_form(), {**FACTS, "approach": approach})
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    add_finding(review, certainty="moderate", outcome=review.outcome)
    lanes = map_lanes(
        [review.outcome],
        review.effects(),
        extraction_of_review(review.review),
        findings_of(review.review),
    )

    name_of = facts_form().question("approach").name_of
    assert [(lane.name, lane.cells[0].studies, lane.others) for lane in lanes] == [
        (name_of("peers"), 2, 0),
        (name_of("travel"), 0, 1),
    ]
    assert lanes[0].cells[0].certainty == "moderate"
    assert "cy-dot--2 cy-dot--moderate" in client.get(f"{review.base}map/").content.decode()


def test_the_report_counts_its_numbers_from_the_review(universe, client):
    story = ReviewModel.objects.get(partnership=universe.partnership)

    page = client.get(f"{BASE}{story.pk}/report/").content.decode()

    for sentence in (
        "2,164 records",
        "236 were duplicates",
        "1,157 records not screened",
        "sought: 81",
        "excluded with reason: 58",
        "23 studies",
    ):
        assert sentence in page


def test_the_story_has_nine_studies_of_loneliness(universe):
    outcome = ReviewOutcome.objects.get(review__partnership=universe.partnership)
    summary = summarise(outcome, effects_of(outcome.review), {})

    assert summary.studies == 9
    assert summary.mean.high < 0


def test_findings_of_the_story_quote_invented_full_texts(universe, client):
    story = ReviewModel.objects.get(partnership=universe.partnership)
    quote = "They do not come to be mended. They come because somebody is in."

    assert quote in client.get(f"{BASE}{story.pk}/").content.decode()
    assert {len(passage.full_text.pages) for passage in passages_to_quote(story)} == {2}


def test_the_archive_has_everything_results_rest_on_and_no_names(review, officer, universe):
    record, *_ = review.add_records(WALKS[:2])
    review.screen(record, "include")
    review.fill_sheet(review.studies[0], facts_form(), FACTS)
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    add_finding(review)

    answer = officer.get(f"{review.base}review.zip")
    second_answer = officer.get(f"{review.base}review.zip")
    content = b"".join(answer.streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(content))

    assert content == b"".join(second_answer.streaming_content)
    assert [
        row["verdict"] for row in csv.DictReader(io.StringIO(archive.read("screening_votes.csv").decode()))
    ] == ["include"]
    assert json.loads(archive.read("extraction.json"))[0]["answers"]["approach"] == "peers"
    assert len(archive.read("effects-1.csv").splitlines()) == 3
    listed = set(re.findall(r"^([\w-]+\.\w+) ", archive.read("README.txt").decode(), re.M))
    assert {re.sub(r"-\d+", "-N", name) for name in archive.namelist()} == listed | {"README.txt"}
    effects = json.loads(archive.read("effects.json"))
    assert [(effect["outcome"], effect["study"], effect["counts"]) for effect in effects] == [
        ("Loneliness", "Study 0", True),
        ("Loneliness", "Study 1", True),
    ]
    assert universe.users["officer"].name not in "".join(
        archive.read(name).decode() for name in archive.namelist()
    )


def test_a_proposal_is_found_from_the_study_its_finding_rests_on(universe, officer):
    """A proposal cites the finding; it is found on the thread of the study."""
    finding = Finding.objects.filter(review__partnership=universe.partnership).first()
    challenge = agreed_challenges(universe.partnership)[0]
    proposal = write_proposal(
        challenge=challenge,
        title=("Calls", "Galwadau"),
        plan=("Call", "Galw"),
        cost=Decimal(100),
        ideas=[],
        findings=[finding],
        by=universe.users["officer"],
        at=AT,
    )

    thread = walk("study", finding.studies.first().pk, Reader(universe.partnership.pk, is_member=False))

    assert ("proposal", proposal.pk) in thread.nodes


def test_the_archive_hides_votes_and_answers_until_they_are_decided(review, officer):
    record, *_ = review.add_records(WALKS[:2])
    review.require_two_reviewers()
    review.screen(record, "include", by=review.evaluator)
    review.fill_sheet(review.studies[0], facts_form(), FACTS, by=review.evaluator)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(officer.get(f"{review.base}review.zip").streaming_content)))

    assert len(archive.read("screening_votes.csv").splitlines()) == 1
    assert json.loads(archive.read("extraction.json")) == []


def test_an_interval_does_not_shrink_to_a_point_where_two_studies_agree(review):
    for study, label in (
        (review.studies[0], "3 months"),
        (review.studies[0], "6 months"),
        (review.studies[1], ""),
    ):
        review.add_reading(study, label=label)
    mean = review.summary().mean

    assert mean.high - mean.low > 0.1


def test_the_report_says_that_effects_were_pooled_only_where_they_were(review, client):
    page = f"{review.base}report/"
    before = client.get(page).content.decode()
    review.add_estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    pooled = client.get(page).content.decode()
    review.add_reading(review.studies[0], label="six months later")
    on_three_levels = client.get(page).content.decode()

    said = [
        ("Effects were pooled" in text, "three-level" in text) for text in (before, pooled, on_three_levels)
    ]
    assert said == [(False, False), (True, False), (True, True)]
