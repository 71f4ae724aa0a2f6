"""Records that become studies."""

from cyfran.core.references import Reference
from cyfran.discover.evidence.extraction.actions import include_study
from cyfran.discover.evidence.fulltexts.actions import note_retrieval, screen_full_text
from tests.discover.evidence.review_cases import WALKS, make_study, refusal_code


def test_a_study_is_not_excluded_by_its_abstract(review):
    record, *_ = review.add_records(WALKS)
    make_study(review, record)

    assert refusal_code(lambda: review.screen(record, "exclude")) == "study_there_already"


def test_two_works_with_the_same_title_and_year_are_both_studies(review):
    references = [
        Reference("Editorial", "Price, Ann", 2020, doi=f"10.1000/{i}", pages=str(i)) for i in (1, 2)
    ]

    studies = [make_study(review, record) for record in review.add_records(references)]

    assert [study.doi for study in studies] == ["10.1000/1", "10.1000/2"]


def test_an_included_record_becomes_a_study_once(review):
    record, other_record, *_ = review.add_records(WALKS)
    review.screen(record, "include")
    note_retrieval(record=record, state="available", **review.stamp())
    screen_full_text(record=record, verdict="include", **review.stamp())

    study = include_study(record=record, **review.stamp())

    assert (study.title, study.record) == (record.title, record)
    for wrong_record, code in ((record, "study_there_already"), (other_record, "record_not_included")):
        assert refusal_code(lambda: include_study(record=wrong_record, **review.stamp())) == code  # noqa: B023
