"""The evidence map, the report and the archive."""

import csv
import io
import json
import re
import zipfile

import pytest

from cyfran.discover.evidence.extraction.queries import (
    extraction_of_review,
    facts_form,
)
from cyfran.discover.evidence.reporting.pages import map_lanes
from cyfran.discover.evidence.reviews.models import Review as ReviewModel
from cyfran.discover.evidence.synthesis.queries import findings_of
from tests.discover.evidence.review_cases import BASE, FACTS, WALKS, ReviewWithStudies, add_finding


@pytest.fixture
def review(universe):
    return ReviewWithStudies(universe)


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


def test_the_archive_hides_votes_and_answers_until_they_are_decided(review, officer):
    record, *_ = review.add_records(WALKS[:2])
    review.require_two_reviewers()
    review.screen(record, "include", by=review.evaluator)
    review.fill_sheet(review.studies[0], facts_form(), FACTS, by=review.evaluator)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(officer.get(f"{review.base}review.zip").streaming_content)))

    assert len(archive.read("screening_votes.csv").splitlines()) == 1
    assert json.loads(archive.read("extraction.json")) == []


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
