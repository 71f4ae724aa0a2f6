"""Syntheses and findings."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cyfran.core.references import Reference
from cyfran.core.thread.node_types import Reader
from cyfran.core.thread.queries import walk
from cyfran.define.insights.queries import agreed_challenges
from cyfran.develop.proposals.actions import write_proposal
from cyfran.discover.evidence.extraction.actions import (
    add_study,
)
from cyfran.discover.evidence.extraction.models import (
    ReviewOutcome,
)
from cyfran.discover.evidence.extraction.queries import (
    effects_of,
    facts_form,
    passages_to_quote,
)
from cyfran.discover.evidence.reviews.models import Review as ReviewModel
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
from tests.cli.command import run
from tests.discover.evidence.review_cases import (
    AT,
    BASE,
    FACTS,
    MEANS,
    ReviewWithStudies,
    add_finding,
    refusal_code,
)


@pytest.fixture
def review(universe):
    return ReviewWithStudies(universe)


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


def test_high_certainty_despite_concerns_needs_a_reason(review):
    assert (
        refusal_code(lambda: add_finding(review, certainty="high", concerns=["imprecision"]))
        == "certainty_needs_reason"
    )

    assert add_finding(
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
    assert (without.status_code, with_reason.status_code) == (422, 302)
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


def test_an_interval_does_not_shrink_to_a_point_where_two_studies_agree(review):
    for study, label in (
        (review.studies[0], "3 months"),
        (review.studies[0], "6 months"),
        (review.studies[1], ""),
    ):
        review.add_reading(study, label=label)
    mean = review.summary().mean

    assert mean.high - mean.low > 0.1
