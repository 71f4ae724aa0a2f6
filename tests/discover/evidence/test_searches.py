"""Searches, the records of their files, and duplicates."""

import io

import pytest

from cyfran.core.files.actions import update_import_status
from cyfran.core.files.models import ImportJob, ImportReport
from cyfran.discover.evidence.screening.queries import (
    next_record_for,
    records_to_read,
)
from cyfran.discover.evidence.searches.actions import (
    drop_records,
    keep_records,
    settle_duplicate,
    withdraw_search,
)
from cyfran.discover.evidence.searches.models import DuplicatePair, Record, Search
from cyfran.discover.evidence.searches.queries import (
    decided_duplicates,
    record_counts,
    searches_of,
    undecided_duplicates,
)
from cyfran.discover.evidence.searches.tasks import read_search
from tests.discover.evidence.review_cases import AT, BASE, RIS, WALKS, make_study, refusal_code


def import_report(search):
    return ImportReport.objects.filter(import_job=search.import_job).latest("id")


def test_a_search_keeps_the_records_of_its_file(review):
    search = review.import_search(RIS)

    assert import_report(search).outcome == "done"
    assert import_report(search).report["read"] == 8
    titles = Record.objects.filter(search=search).order_by("number").values_list("title", flat=True)
    assert list(titles) == [reference.title for reference in WALKS]


def test_records_imported_twice_are_duplicates_and_count_once(review):
    review.import_search(RIS)
    review.import_search(RIS, source="Embase")

    assert record_counts(review.review) == {"records": 16, "duplicates": 8}
    assert [search.duplicates for search in searches_of(review.review)] == [0, 8]


def test_an_import_that_runs_again_brings_nothing_twice(review):
    search = review.import_search(RIS)
    read_search.func(str(search.import_job.pk))
    update_import_status(search.import_job, ImportJob.ImportOutcome.WAITING, at=AT)
    read_search.func(str(search.import_job.pk))

    assert record_counts(review.review) == {"records": 8, "duplicates": 0}


def test_a_search_still_being_imported_is_neither_screened_nor_withdrawn(review):
    search = review.record_search(RIS)
    keep_records(search=search, references=WALKS)
    record = search.records.first()

    assert next_record_for(review.review, review.officer) is None
    assert review.flow().identified == 0
    assert refusal_code(lambda: review.screen(record, "include")) == "search_being_read"
    assert refusal_code(lambda: withdraw_search(search=search, **review.stamp())) == "search_being_read"


@pytest.mark.parametrize("content", ["%PDF-1.7", "", "name,year\nA,2001\n", '[{"title": "A"}, {"ti'])
def test_a_file_without_references_is_refused_and_leaves_no_records(review, content):
    search = review.import_search(content)

    assert import_report(search).outcome == "refused"
    assert import_report(search).report["problems"]
    assert not Record.objects.filter(search=search).exists()


def test_a_search_is_withdrawn_only_while_none_of_its_records_is_screened(review):
    first, second = review.import_search(RIS), review.import_search(RIS, source="Embase")

    withdraw_search(search=first, **review.stamp())

    assert record_counts(review.review) == {"records": 8, "duplicates": 0}
    assert Search.objects.filter(pk=first.pk).exists()
    review.screen(Record.objects.filter(search=second).first(), "include")
    undo = refusal_code(lambda: withdraw_search(search=second, **review.stamp()))
    assert undo == "search_read_already"


def test_a_search_is_withdrawn_once(review):
    search = review.import_search(RIS)
    withdraw_search(search=search, **review.stamp())

    refusal = refusal_code(lambda: withdraw_search(search=search, **review.stamp()))

    assert refusal == "search_withdrawn_already"


TWO_SIMILAR = """TY  - JOUR
TI  - Walking groups and wellbeing in later life
AU  - Price, Ann
PY  - 2019
DO  - 10.1000/one
ER  -
TY  - JOUR
TI  - Walking groups and wellbeing in later life
AU  - Price, Ann
PY  - 2022
ER  -
"""


def test_an_uncertain_duplicate_waits_for_a_decision_which_can_be_changed(review):
    review.import_search(TWO_SIMILAR)
    (pair,) = undecided_duplicates(review.review)
    assert record_counts(review.review)["duplicates"] == 0

    settle_duplicate(pair=pair, same=True, **review.stamp())
    assert record_counts(review.review)["duplicates"] == 1
    assert not undecided_duplicates(review.review).exists()

    settle_duplicate(pair=pair, same=False, **review.stamp())
    assert record_counts(review.review)["duplicates"] == 0
    assert [pair.decision for pair in decided_duplicates(review.review)] == [False]


def test_certain_duplicates_can_be_separated_and_stay_separated(review):
    review.import_search(RIS)
    review.import_search(RIS, source="Embase")
    pair = decided_duplicates(review.review).first()

    settle_duplicate(pair=pair, same=False, **review.stamp())
    review.import_search("TY  - JOUR\nTI  - Another one\nER  -\n", source="Web")

    assert record_counts(review.review)["duplicates"] == 7


def test_of_duplicates_the_screened_record_is_kept(review):
    review.import_search(TWO_SIMILAR)
    first, second = Record.objects.filter(review=review.review).order_by("number")
    review.screen(second, "include")

    settle_duplicate(pair=DuplicatePair.objects.get(first=first), same=True, **review.stamp())

    first.refresh_from_db()
    assert first.duplicate_of == second
    assert review.flow().included == 1


THREE_DUPLICATES = "".join(
    f"TY  - JOUR\nTI  - Walking groups and wellbeing\nAU  - Price, Ann\nPY  - 2020\nJO  - {journal}\nER  -\n"
    for journal in ("Walks", "Walks", "Walks")
)


def import_three_duplicates(review):
    review.import_search(THREE_DUPLICATES)
    first, second, third = Record.objects.filter(review=review.review).order_by("number")
    assert record_counts(review.review)["duplicates"] == 2
    return first, second, third


def duplicate_numbers(review):
    rows = Record.objects.filter(review=review.review, duplicate_of__isnull=False)
    return {(record.number, record.duplicate_of.number) for record in rows.select_related("duplicate_of")}


def test_separated_records_are_not_merged_through_a_third(review):
    first, _second, third = import_three_duplicates(review)

    pair = DuplicatePair.objects.get(first=first, second=third)
    settle_duplicate(pair=pair, same=False, **review.stamp())

    assert duplicate_numbers(review) in ({(2, 1)}, {(3, 2)})


def test_of_screened_duplicates_the_one_at_the_furthest_stage_is_kept(review):
    review.import_search(TWO_SIMILAR)
    first, second = Record.objects.filter(review=review.review).order_by("number")
    review.screen(first, "exclude")
    make_study(review, second)

    settle_duplicate(pair=DuplicatePair.objects.get(first=first), same=True, **review.stamp())

    flow = review.flow()
    assert duplicate_numbers(review) == {(1, 2)}
    assert (flow.included, flow.full_included, flow.studies_from_records) == (1, 1, 1)


def test_two_studies_are_not_merged_as_duplicates(review):
    review.import_search(TWO_SIMILAR)
    pair = DuplicatePair.objects.get(first__review=review.review)
    for record in (pair.first, pair.second):
        make_study(review, record)

    assert (
        refusal_code(lambda: settle_duplicate(pair=pair, same=True, **review.stamp())) == "both_are_studies"
    )


def test_deleted_records_leave_no_duplicates_pointing_to_them(review):
    searches = [review.import_search(RIS, source=name) for name in ("A", "B", "C")]

    drop_records(search=searches[0])

    assert record_counts(review.review) == {"records": 16, "duplicates": 8}


def test_a_search_date_in_the_future_is_refused(review, client):
    client.force_login(review.evaluator)
    typed = {"source": "MEDLINE", "method": "database", "searched_on": "2999-01-01"}

    answer = client.post(f"{BASE}{review.review.pk}/searches/add/", typed)

    assert "The date of the search must be today or in the past." in answer.content.decode()


def test_the_search_form_keeps_what_was_typed(review, client):
    client.force_login(review.evaluator)
    address = f"{BASE}{review.review.pk}/searches/add/"
    typed = {"source": "MEDLINE", "method": "database", "searched_on": "2026-02-01", "query": "walk*"}

    missing = client.post(address, typed)
    file = io.BytesIO(RIS.encode())
    file.name = "found.ris"
    complete = client.post(address, {**typed, "file": file})

    assert missing.status_code == 422
    assert "walk*" in missing.content.decode()
    assert complete.status_code == 302
    assert Search.objects.get(review=review.review).records.count() == 8


def test_a_repeated_search_brings_only_new_records_to_screen(review):
    review.import_search(RIS)
    for record in records_to_read(review.review):
        review.screen(record, "exclude")

    review.import_search(
        RIS + "TY  - JOUR\nTI  - Choirs and sleep on an island\nAU  - Evans, C.\nPY  - 2026\nER  -\n"
    )

    assert next_record_for(review.review, review.officer).title == "Choirs and sleep on an island"
    assert review.flow().open == 1
