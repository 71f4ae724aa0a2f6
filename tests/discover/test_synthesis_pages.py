"""From studies to what they add up to: facts and doubts by one or two, effects, and plots that say when not to pool."""

import csv
import io
import json
import math
import zipfile
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import walk
from cyfran.define.insights.queries import agreed_challenges
from cyfran.develop.proposals.actions import write_proposal
from cyfran.discover.evidence import actions, analysis, pages, queries
from cyfran.discover.evidence.exchange import Reference, effects_csv
from cyfran.discover.evidence.models import (
    FORMATS_BY_MEASURE,
    Effect,
    EffectMeasure,
    ExtractionSheet,
    Finding,
    FindingRevision,
    ReviewOutcome,
)
from cyfran.discover.evidence.models import Review as Story
from cyfran.discover.evidence.queries import facts_form, question_forms, risk_of_bias_form
from tests.cli.command import run
from tests.discover.test_evidence import AT, BASE, WALKS, Review, refused_with

MEANS = {"mean1": 4.0, "sd1": 2.0, "n1": 40, "mean2": 5.0, "sd2": 2.0, "n2": 40}
FACTS = {
    "design": "trial",
    "approach": "peers",
    "done": "Calls",
    "people": "40",
    "power": "2",
    "equity": ["age"],
}
LITTLE = {one.key: "low" for one in question_forms()["trial-1"].questions}


class Studied(Review):
    """A review with studies and an outcome."""

    def __init__(self, universe, number=3):
        super().__init__(universe)
        self.studies = [
            actions.add_study(
                review=self.review,
                reference=Reference(f"Study {i}", f"Price {i}, A.", 2000 + i),
                **self.done(),
            )
            for i in range(number)
        ]
        self.outcome = self.name_outcome()

    def name_outcome(self, measure="SMD", higher_is_better=False):
        return actions.add_outcome(
            review=self.review,
            name=("Loneliness", "Unigrwydd"),
            measure=measure,
            higher_is_better=higher_is_better,
            **self.done(),
        )

    def tells(self, study, numbers=MEANS, effect_format="means", by=None, label="", outcome=None):
        return actions.add_effect(
            outcome=outcome or self.outcome,
            study=study,
            label=label,
            effect_format=effect_format,
            numbers=numbers,
            **self.done(by),
        )

    def estimates(self, *told):
        for study, (estimate, low, high) in zip(self.studies, told, strict=False):
            self.tells(study, {"estimate": estimate, "low": low, "high": high}, "estimate")

    def fills(self, study, form, answers, by=None, *, is_consensus=False):
        return actions.fill_sheet(
            study=study, form=form, answers=answers, sources={}, is_consensus=is_consensus, **self.done(by)
        )

    def two_read(self):
        actions.plan_screening(review=self.review, people=2, **self.done())

    def effects(self):
        return queries.effects_of(self.review, outcome=self.outcome)

    def summary(self):
        return analysis.summarise(self.outcome, self.effects(), {})

    @property
    def base(self):
        return f"{BASE}{self.review.pk}/"


@pytest.fixture
def review(universe):
    return Studied(universe)


@pytest.fixture
def officer(client, universe):
    client.force_login(universe.users["officer"])
    return client


# --- Forms as content ---------------------------------------------------------------------------------------------


def test_every_kind_of_study_has_its_doubts():
    designs = {choice.key for choice in facts_form().question("design").choices}

    assert all(risk_of_bias_form(design) for design in designs)
    assert all(form.question("overall") for form in question_forms().values() if form.kind == "risk_of_bias")


def test_every_question_stands_in_both_languages():
    texts = [one.label for form in question_forms().values() for one in form.questions]
    texts += [
        choice.name for form in question_forms().values() for one in form.questions for choice in one.choices
    ]

    assert all(text.en and text.cy for text in texts)


# --- Facts and doubts ---------------------------------------------------------------------------------------------


def test_which_doubts_are_asked_depends_on_the_kind_of_study(review):
    study = review.studies[0]
    assert (
        refused_with(lambda: review.fills(study, question_forms()["trial-1"], LITTLE)) == "form_does_not_fit"
    )

    review.fills(study, facts_form(), FACTS)
    review.fills(study, question_forms()["trial-1"], LITTLE)

    assert queries.overall_risk_of_bias(queries.extraction_of_study(study)) == "low"


def test_what_two_answered_counts_where_they_agree_but_for_their_own_words(review):
    review.two_read()
    study = review.studies[0]
    review.fills(study, facts_form(), FACTS)
    assert queries.facts_of(queries.extraction_of_study(study)) == {}

    review.fills(study, facts_form(), {**FACTS, "done": "Weekly calls"}, by=review.evaluator)

    assert queries.facts_of(queries.extraction_of_study(study))["done"] == "Calls"


def test_where_two_differ_nothing_counts_until_it_is_settled(review, officer):
    review.two_read()
    study = review.studies[0]
    review.fills(study, facts_form(), FACTS)
    review.fills(study, facts_form(), {**FACTS, "power": "0"}, by=review.evaluator)
    answered = queries.extraction_of_study(study)[facts_form().key]
    assert (answered.final, answered.differ) == (None, ("power",))

    page = f"{review.base}studies/{study.pk}/forms/facts-1/settle/"
    assert "differs" in officer.get(page).content.decode()
    answer = officer.post(page, FACTS)

    assert answer.status_code == 302
    assert queries.facts_of(queries.extraction_of_study(study))["power"] == "2"
    assert ExtractionSheet.objects.filter(study=study, is_consensus=True).count() == 1


def test_one_does_not_see_what_the_other_answered_before_answering(review, client, universe):
    review.two_read()
    study = review.studies[0]
    review.fills(study, facts_form(), {**FACTS, "done": "A secret word"}, by=review.evaluator)
    client.force_login(universe.users["officer"])
    base = f"{review.base}studies/{study.pk}/"

    seen = [client.get(f"{base}{page}") for page in ("", "forms/facts-1/", "forms/facts-1/settle/")]

    assert seen[2].status_code == 409
    assert not any("secret" in one.content.decode() for one in seen)


def test_nobody_settles_what_nobody_differs_in(review):
    study = review.studies[0]
    review.fills(study, facts_form(), FACTS)

    assert (
        refused_with(lambda: review.fills(study, facts_form(), FACTS, is_consensus=True))
        == "nothing_to_settle"
    )


def test_a_form_left_half_empty_loses_nothing(review, officer):
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
def test_an_effect_is_read_back_as_it_was_told(measure, effect_format, numbers, expected):
    y, v = analysis.as_effect(measure, effect_format, numbers)

    assert analysis.back_transform(measure, y) == pytest.approx(expected)
    assert v > 0


def test_a_range_gives_its_variance():
    _, v = analysis.as_effect("OR", "estimate", {"estimate": 2.0, "low": 1.0, "high": 4.0})

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
        ("SMD", "counts", {"events1": 1, "n1": 10, "events2": 2, "n2": 10}, "effect_told_otherwise"),
        ("SMD", "direction", {"direction": "sideways"}, "effect_cannot_be"),
    ],
)
def test_numbers_that_cannot_be_are_refused(review, measure, effect_format, numbers, code):
    outcome = review.name_outcome(measure)

    assert (
        refused_with(lambda: review.tells(review.studies[0], numbers, effect_format, outcome=outcome)) == code
    )


def test_an_outcome_named_by_mistake_is_removed_as_long_as_nothing_is_said_of_it(review, officer):
    wrong = review.name_outcome("RR")
    review.tells(review.studies[0])

    officer.post(f"{review.base}outcomes/{wrong.pk}/remove/")
    kept = officer.post(f"{review.base}outcomes/{review.outcome.pk}/remove/", follow=True)

    assert list(queries.outcomes_of(review.review)) == [review.outcome]
    assert "so it stays" in kept.content.decode()


def test_an_outcome_of_another_review_is_refused(review, universe):
    other = Studied(universe)

    assert (
        refused_with(lambda: review.tells(review.studies[0], outcome=other.outcome)) == "effect_of_elsewhere"
    )


def test_two_read_an_effect_and_settle_where_they_differ(review, officer):
    review.two_read()
    study = review.studies[0]
    review.tells(study)
    assert review.effects()[0].final is None
    review.tells(study, {**MEANS, "n1": 41}, by=review.evaluator)
    (told,) = review.effects()
    assert told.disputed

    right = next(one for one in told.said if one.numbers["n1"] == 41)
    officer.post(f"{review.base}studies/{study.pk}/effects/{right.pk}/settle/", {"say": "right"})

    (told,) = review.effects()
    assert told.final.numbers["n1"] == 41


def test_two_who_read_the_same_need_nobody(review):
    review.two_read()
    review.tells(review.studies[0])
    review.tells(review.studies[0], by=review.evaluator)

    assert review.effects()[0].final


def test_what_waits_for_a_second_person_is_taken_back_by_whoever_said_it(review, client):
    review.two_read()
    mine = review.tells(review.studies[0], label="6 months")
    page = f"{review.base}studies/{review.studies[0].pk}/"

    client.force_login(review.evaluator)
    assert "6 months" in client.get(page).content.decode()
    others = refused_with(lambda: actions.withdraw_effect(effect=mine, **review.done(review.evaluator)))
    client.force_login(review.officer)
    assert "Take back what you said" in client.get(page).content.decode()
    actions.withdraw_effect(effect=mine, **review.done())

    assert others == "not_yours_to_take_back"
    assert review.effects() == []
    assert refused_with(lambda: actions.withdraw_effect(effect=mine, **review.done())) == "nothing_to_change"


def test_what_was_settled_is_not_changed_by_one_alone(review):
    review.two_read()
    first = review.tells(review.studies[0])
    review.tells(review.studies[0], {**MEANS, "n1": 41}, by=review.evaluator)
    actions.settle_effect(effect=first, **review.done())

    assert refused_with(lambda: review.tells(review.studies[0], by=review.evaluator)) == "effect_settled"


def test_what_is_said_overall_is_as_serious_as_the_most_serious_doubt(review, officer):
    study = review.studies[0]
    review.fills(study, facts_form(), FACTS)
    risk_of_bias = {**LITTLE, "chance": "high"}
    page = f"{review.base}studies/{study.pk}/forms/trial-1/"

    refused = officer.post(page, risk_of_bias)
    kept = officer.post(page, {**risk_of_bias, "why_overall": "They could not know the draw"})

    assert "more serious than this" in refused.content.decode()
    assert kept.status_code == 302


def test_where_two_differ_the_form_to_settle_takes_no_side(review, officer):
    review.two_read()
    study = review.studies[0]
    review.fills(study, facts_form(), FACTS)
    review.fills(study, facts_form(), {**FACTS, "power": "3"}, by=review.evaluator)

    answered = queries.extraction_of_study(study)["facts-1"]

    begins = pages.initial_answers(answered.sheets, answered.differ)

    assert (begins["design"], begins.get("power")) == ("trial", None)
    assert officer.get(f"{review.base}studies/{study.pk}/forms/facts-1/settle/").status_code == 200


def test_a_mistake_is_taken_back_and_stays_on_record(review, officer):
    effect = review.tells(review.studies[0])

    officer.post(f"{review.base}studies/{effect.study_id}/effects/{effect.pk}/settle/", {"say": "mistake"})

    assert review.effects() == []
    assert Effect.objects.filter(outcome=review.outcome).count() == 2


@pytest.mark.parametrize("measure", EffectMeasure.values)
def test_every_way_to_tell_an_effect_has_a_form(review, officer, measure):
    outcome = review.name_outcome(measure)
    base = f"{review.base}studies/{review.studies[0].pk}/outcomes/{outcome.pk}/"

    for effect_format in FORMATS_BY_MEASURE[measure]:
        assert officer.get(f"{base}{effect_format}/").status_code == 200
        assert (
            "There is a problem"
            in officer.post(f"{base}{effect_format}/", {"mean1": "much"}).content.decode()
        )
    assert officer.get(f"{base}nothing/").status_code == 404


# --- What they add up to ------------------------------------------------------------------------------------------


def test_nothing_and_one_study_are_not_pooled(review):
    assert review.summary().advice == ("none",)
    review.estimates((0.5, 0.1, 0.9))

    assert review.summary().mean is None
    assert "one" in review.summary().advice


@pytest.mark.parametrize(
    ("told", "differ"),
    [
        (((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2)), False),
        (((-0.9, -1.1, -0.7), (-0.1, -0.3, 0.1), (-0.4, -0.6, -0.2)), True),
    ],
)
def test_the_page_and_the_command_line_say_the_same(review, tmp_path, told, differ):
    review.estimates(*told)
    summary = review.summary()
    assert summary.mean.knapp_hartung is differ
    (tmp_path / "effects.csv").write_text(effects_csv(summary.points))

    how = ["--knapp-hartung"] if summary.mean.knapp_hartung else []
    found = json.loads(run("synthesis", tmp_path / "effects.csv", *how).stdout)

    assert found["estimate"] == pytest.approx(summary.mean.estimate, abs=1e-12)
    assert found["ci"] == pytest.approx([summary.mean.low, summary.mean.high], abs=1e-12)


def test_several_effects_of_a_study_are_on_three_levels(review):
    for study in review.studies:
        for months in (3, 6):
            review.tells(study, {**MEANS, "mean1": 4.0 + months / 20}, label=f"{months} months")
    summary = review.summary()

    assert summary.mean.levels == 3
    assert "together" in summary.advice
    assert summary.studies == 3


def test_a_study_that_moves_the_mean_out_of_proportion_is_named(universe):
    review = Studied(universe, 6)
    review.estimates(*[(-0.2 - i / 50, -0.5, 0.1) for i in range(5)], (-3.0, -3.2, -2.8))

    shown = pages.influence_rows(review.summary())

    assert [far for _name, _mean, far in shown] == ["–"] * 5 + ["yes"]


def test_the_mean_is_told_as_studies_came_out_year_by_year(review, client):
    later = actions.add_study(
        review=review.review, reference=Reference("Later", "Price, A.", 2002), **review.done()
    )
    review.studies.append(later)
    review.estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2), (-0.3, -0.6, 0.0))
    summary = review.summary()

    assert [row[0] for row in pages.published_rows(summary)] == ["2001", "2002"]
    assert summary.as_published[-1].estimate == pytest.approx(summary.mean.estimate)
    assert "As studies came out" in client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()


def test_ranges_without_a_study_are_no_narrower_than_the_others_allow(universe):
    review = Studied(universe, 4)
    review.estimates(*[(y, y - 0.392, y + 0.392) for y in (0.3, 0.3001, 0.3002, 1.5)])

    last = review.summary().without[3]

    assert (last.low, last.high) == (pytest.approx(0.074, abs=0.001), pytest.approx(0.526, abs=0.001))


def test_weights_of_several_effects_of_a_study_are_those_of_the_mean(review):
    for study, effects in zip(review.studies, (1, 9, 3), strict=True):
        for place in range(effects):
            middle = {1: 0.1, 9: 0.9, 3: 0.5}[effects] + place / 50
            told = {"estimate": middle, "low": middle - 0.3, "high": middle + 0.3}
            review.tells(study, told, "estimate", label=str(place))
    summary = review.summary()

    assert sum(one.weight * one.y for one in summary.points) == pytest.approx(summary.mean.estimate, abs=1e-6)
    assert sum(one.weight for one in summary.points) == pytest.approx(1)


def test_ten_equally_exact_studies_have_no_funnel(universe, client):
    review = Studied(universe, 10)
    outcome = review.outcome = review.name_outcome("MD")
    review.estimates(*[(i / 10, i / 10 - 0.1, i / 10 + 0.1) for i in range(1, 11)])

    assert review.summary().egger is None
    assert client.get(f"{review.base}outcomes/{outcome.pk}/").status_code == 200


def test_effects_of_few_studies_are_no_many_studies(universe):
    review = Studied(universe, 5)
    for study in review.studies:
        for label, middle in (("a", -0.5), ("b", -0.3)):
            review.tells(
                study,
                {"estimate": middle, "low": middle - 0.4, "high": middle + 0.4},
                "estimate",
                label=label,
            )
    summary = review.summary()

    assert (summary.studies, len(summary.points), summary.egger) == (5, 10, None)
    assert analysis.groups_by(summary, dict.fromkeys((one.pk for one in review.studies), "a")) == ([], None)


@pytest.mark.parametrize("events", [(0, 0), (100, 50)])
def test_counts_that_say_nothing_of_a_ratio_are_in_no_mean_and_point_nowhere(review, events):
    review.outcome = review.name_outcome("RR")
    told = {"events1": events[0], "n1": 100, "events2": events[1], "n2": 50}
    review.tells(review.studies[0], told, "counts")
    review.estimates()
    summary = review.summary()

    assert summary.points == ()
    assert summary.directions == {"better": 0, "unclear": 1, "worse": 0}
    assert "both_alike" in summary.advice
    assert [len(bars) for _, bars in pages.harvest_of(review.outcome, review.effects(), {})] == [0, 1, 0]


def test_studies_that_contradict_each_other_have_no_mean(review):
    review.estimates((-1.0, -1.2, -0.8), (1.0, 0.8, 1.2), (0.9, 0.7, 1.1))
    summary = review.summary()

    assert summary.mean is None
    assert "contradict" in summary.advice
    assert pages.forest_plot(summary).diamond == ""
    assert summary.directions == {"better": 1, "unclear": 0, "worse": 2}


def test_what_only_points_a_way_is_counted_but_in_no_mean(review):
    review.estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    review.tells(review.studies[2], {"direction": "better"}, "direction")
    summary = review.summary()

    assert len(summary.points) == 2
    assert summary.directions["better"] == 3
    assert "only_direction" in summary.advice


def test_the_page_of_an_outcome_is_for_everyone(review, client):
    review.estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1), (-0.4, -0.6, -0.2))
    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()
    table = client.get(f"{review.base}outcomes/{review.outcome.pk}/effects.csv").content.decode()

    assert 'class="diamond"' in page
    assert "-0.50 (-0.90 to -0.10)" in page
    assert "fewer than five studies" in page
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [round(float(row["yi"]), 2) for row in rows] == [-0.5, -0.2, -0.4]


def test_an_outcome_without_effects_has_a_page(review, client):
    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()

    assert "No effect is added yet." in page


def test_ratios_stand_on_a_scale_of_ratios(review):
    outcome = review.name_outcome("RR")
    for study, events in zip(review.studies, (5, 10, 15), strict=True):
        review.tells(
            study, {"events1": events, "n1": 100, "events2": 20, "n2": 100}, "counts", outcome=outcome
        )
    plot = pages.forest_plot(
        analysis.summarise(outcome, queries.effects_of(review.review, outcome=outcome), {})
    )

    assert {"0.5", "1"} <= {tick.text for tick in plot.ticks}
    assert all(plot.start <= row.left <= row.middle <= row.right <= plot.end for row in plot.rows)


def test_ten_studies_have_a_funnel(universe):
    review = Studied(universe, 11)
    review.estimates(*[(-0.3 - i / 50, -0.5 - i / 20, -0.1 + i * 3 / 100) for i in range(11)])

    assert len(pages.funnel_of(review.summary()).dots) == 11


def test_kinds_of_studies_are_compared(universe, client):
    review = Studied(universe, 6)
    review.estimates(*[(-0.3 - i / 10, -0.5 - i / 10, -0.1 - i / 10) for i in range(6)])
    for i, study in enumerate(review.studies):
        review.fills(study, facts_form(), {**FACTS, "approach": "peers" if i < 3 else "outreach"})

    page = client.get(f"{review.base}outcomes/{review.outcome.pk}/").content.decode()

    assert "Support by peers or neighbours" in page
    assert "no proof of why" in page


# --- Findings, the map, and everything as a file ------------------------------------------------------------------


def found(review, **more):
    told = {"text": ("It helps.", "Mae'n helpu."), "certainty": "low", "studies": review.studies[:1]} | more
    return actions.write_finding(review=review.review, **told, **review.done())


def test_high_certainty_in_spite_of_doubts_needs_a_reason(review):
    assert (
        refused_with(lambda: found(review, certainty="high", concerns=["imprecision"]))
        == "certainty_needs_reason"
    )

    assert found(review, certainty="high", concerns=["imprecision"], why="All point one way").concerns == [
        "imprecision"
    ]
    assert found(review, certainty="high", concerns=["large_effect"])


def test_a_finding_is_corrected_and_what_it_said_before_stays(review, officer):
    finding = found(review)
    page = f"{review.base}findings/{finding.pk}/"
    told = {
        "text_en": "Calls help a little",
        "text_cy": "Mae galwadau'n helpu ychydig",
        "certainty": "low",
        "concerns": ["imprecision"],
    }

    without = officer.post(page, told)
    with_reason = officer.post(page, told | {"reason": "One study was counted twice"})

    shown = officer.get(review.base).content.decode()
    assert (without.status_code, with_reason.status_code) == (200, 302)
    assert "Calls help a little" in shown
    assert finding.text.en in shown
    assert "One study was counted twice" in shown
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingRevision.objects.update(reason="")


def test_a_finding_says_why_it_is_as_sure_as_that(review, client):
    found(review, concerns=["risk_of_bias"], why="Only one study", outcome=review.outcome)

    page = client.get(review.base).content.decode()

    assert "Less sure: much cause for doubt about the studies. Only one study" in page
    assert f"outcomes/{review.outcome.pk}/" in page


def test_the_map_shows_where_studies_are_and_how_sure_it_is(review, client):
    for study, approach in zip(review.studies, ("peers", "peers", "travel"), strict=True):
        review.fills(study, facts_form(), {**FACTS, "approach": approach})
    review.estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    found(review, certainty="moderate", outcome=review.outcome)
    lanes = pages.map_of(
        [review.outcome],
        review.effects(),
        queries.extraction_of_review(review.review),
        queries.findings_of(review.review),
    )

    assert [(lane.name.en, lane.cells[0].studies, lane.others) for lane in lanes] == [
        ("Support by peers or neighbours", 2, 0),
        ("Travel and transport", 0, 1),
    ]
    assert lanes[0].cells[0].certainty == "moderate"
    assert "cy-dot--2 cy-dot--moderate" in client.get(f"{review.base}map/").content.decode()


def test_how_it_was_done_is_counted_from_what_was_done(universe, client):
    story = Story.objects.get(partnership=universe.partnership)

    page = client.get(f"{BASE}{story.pk}/report/").content.decode()

    for words in (
        "2,164 records",
        "236 are duplicates",
        "1,157 records unread",
        "sought: 81",
        "left out for a reason: 58",
        "23 studies",
    ):
        assert words in page


def test_the_story_has_nine_studies_of_loneliness(universe):
    outcome = ReviewOutcome.objects.get(review__partnership=universe.partnership)
    summary = analysis.summarise(outcome, queries.effects_of(outcome.review), {})

    assert summary.studies == 9
    assert summary.mean.high < 0


def test_findings_of_the_story_stand_on_words_of_invented_full_texts(universe, client):
    story = Story.objects.get(partnership=universe.partnership)
    quote = "They do not come to be mended. They come because somebody is in."

    assert quote in client.get(f"{BASE}{story.pk}/").content.decode()
    assert {len(one.full_text.pages) for one in queries.passages_to_quote(story)} == {2}


def test_the_archive_has_all_that_results_rest_on_and_nobodys_name(review, officer, universe):
    record, *_ = review.records(WALKS[:2])
    review.screen(record, "include")
    review.fills(review.studies[0], facts_form(), FACTS)
    review.estimates((-0.5, -0.9, -0.1), (-0.2, -0.5, 0.1))
    found(review)

    answer = officer.get(f"{review.base}review.zip")
    again = officer.get(f"{review.base}review.zip")
    content = b"".join(answer.streaming_content)
    kept = zipfile.ZipFile(io.BytesIO(content))

    assert content == b"".join(again.streaming_content)
    assert [
        row["verdict"] for row in csv.DictReader(io.StringIO(kept.read("abstract_votes.csv").decode()))
    ] == ["include"]
    assert json.loads(kept.read("sheets.json"))[0]["answers"]["approach"] == "peers"
    assert len(kept.read("effects-1.csv").splitlines()) == 3
    told = json.loads(kept.read("effects.json"))
    assert [(one["outcome"], one["study"], one["counts"]) for one in told] == [
        ("Loneliness", "Study 0", True),
        ("Loneliness", "Study 1", True),
    ]
    assert universe.users["officer"].name not in "".join(kept.read(name).decode() for name in kept.namelist())


def test_a_finding_is_cited_by_what_comes_of_it(universe, officer):
    """What the study changed is found from the study, however it was cited."""
    found = Finding.objects.filter(review__partnership=universe.partnership).first()
    challenge = agreed_challenges(universe.partnership)[0]
    proposal = write_proposal(
        challenge=challenge,
        title=("Calls", "Galwadau"),
        plan=("Call", "Galw"),
        cost=Decimal(100),
        ideas=[],
        findings=[found],
        by=universe.users["officer"],
        at=AT,
    )

    thread = walk("study", found.studies.first().pk, Reader(universe.partnership.pk, is_member=False))

    assert ("proposal", proposal.pk) in thread.nodes


def test_the_archive_tells_nobody_what_another_said_before_it_is_decided(review, officer):
    record, *_ = review.records(WALKS[:2])
    review.two_read()
    review.screen(record, "include", by=review.evaluator)
    review.fills(review.studies[0], facts_form(), FACTS, by=review.evaluator)

    kept = zipfile.ZipFile(io.BytesIO(b"".join(officer.get(f"{review.base}review.zip").streaming_content)))

    assert len(kept.read("abstract_votes.csv").splitlines()) == 1
    assert json.loads(kept.read("sheets.json")) == []


def test_a_range_does_not_shrink_to_a_point_where_two_studies_happen_to_agree(review):
    for study, label in (
        (review.studies[0], "3 months"),
        (review.studies[0], "6 months"),
        (review.studies[1], ""),
    ):
        review.tells(study, label=label)
    mean = review.summary().mean

    assert mean.high - mean.low > 0.1
