"""Evidence reviews from searches to studies: records, duplicates, screening by one or two reviewers, and stopping."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyfran.core.errors import ActionError
from cyfran.core.files.actions import keep_upload, start_import, update_import_status
from cyfran.core.files.models import ImportJob, ImportReport
from cyfran.core.references import Reference, open_references
from cyfran.discover.evidence.extraction.actions import include_study
from cyfran.discover.evidence.fulltexts.actions import note_retrieval, screen_full_text
from cyfran.discover.evidence.reporting.pages import flow_diagram, flow_rows
from cyfran.discover.evidence.reporting.queries import flow_of
from cyfran.discover.evidence.reviews.actions import begin_review, write_protocol
from cyfran.discover.evidence.reviews.queries import protocol_of
from cyfran.discover.evidence.screening.actions import draw_sample, plan_screening, screen, stop_screening
from cyfran.discover.evidence.screening.pages import highlight_words
from cyfran.discover.evidence.screening.queries import (
    abstract_votes_of,
    find_records,
    next_record_for,
    ranking_reasons,
    records_to_read,
    sampled_records,
    screening_decisions,
    screening_stops,
)
from cyfran.discover.evidence.screening.rules import pairs_of_verdicts
from cyfran.discover.evidence.screening.tasks import renew_screening_orders
from cyfran.discover.evidence.searches.actions import (
    drop_records,
    keep_records,
    record_search,
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

BASE = "/en/partnerships/dyffryn-gwynlas/evidence/"
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
WALKS = [
    Reference(f"Walking groups in village {i}", f"Price {i}, Ann", 2000 + i, abstract="People walk together.")
    for i in range(8)
]
SURGERY = [
    Reference(f"Knee surgery on ward {i}", f"Rees {i}, Bryn", 1980 + i, abstract="Theatres and implants.")
    for i in range(30)
]
RIS = "".join(
    f"TY  - JOUR\nTI  - {reference.title}\nAU  - {reference.authors}\nPY  - {reference.year}\nAB  - {reference.abstract}\nER  -\n"
    for reference in WALKS
)


class Review:
    """A review to test with, its reviewers, and a clock that moves on with every action."""

    def __init__(self, universe):
        self.universe = universe
        self.officer, self.evaluator = universe.users["officer"], universe.users["evaluator"]
        self.facilitator = universe.users["facilitator"]
        self.minutes = 0
        self.review = begin_review(
            partnership=universe.partnership, question=("What helps?", "Beth sy'n helpu?"), **self.stamp()
        )

    def stamp(self, by=None):
        """Return who acts (as a rule the officer) and when, a minute later each time."""
        self.minutes += 1
        return {"by": by or self.officer, "at": AT + timedelta(minutes=self.minutes)}

    def import_search(self, content, source="MEDLINE", method="database"):
        search = self.record_search(content, source, method)
        read_search.func(str(search.import_job.pk))
        return search

    def record_search(self, content, source="MEDLINE", method="database"):
        """Record a search whose file is still to be imported."""
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile("found.ris", content)
        upload = keep_upload(file=file, purpose="references", **self.stamp())
        import_job = start_import(
            uploads=[upload], purpose="references", within=self.review.partnership_id, **self.stamp()
        )
        fields = {
            "source": source,
            "method": method,
            "searched_on": date(2026, 2, 1),
            "query": "walk*",
            "hits": 8,
        }
        return record_search(review=self.review, import_job=import_job, **fields, **self.stamp())

    def add_records(self, references):
        """Add records to the review and return them; one more record comes before them."""
        search = self.import_search("TY  - JOUR\nTI  - Something else altogether\nER  -\n")
        keep_records(search=search, references=references)
        return list(Record.objects.filter(search=search).order_by("number"))[1:]

    def screen(self, record, verdict, by=None, **more):
        return screen(record=record, verdict=verdict, **more, **self.stamp(by))

    def decision_on(self, record):
        return next(decision for decision in screening_decisions(self.review) if decision.record == record.pk)

    def flow(self):
        return flow_of(self.review)


@pytest.fixture
def review(universe):
    return Review(universe)


def refusal_code(act):
    """Return the code with which an action is refused."""
    with pytest.raises(ActionError) as refused:
        act()
    return refused.value.code


# --- Protocol -----------------------------------------------------------------------------------------------------

PICO = {"population": "Farmers", "intervention": "Walks", "outcome": "Sleep"}


def add_protocol(review, **changes):
    fields = {
        "framework": "pico",
        "elements": PICO,
        "include": "Trials",
        "exclude": "",
        "plan": "",
        "why": "",
        "language": "en",
    }
    return write_protocol(review=review.review, **{**fields, **changes}, **review.stamp())


def test_what_a_version_changed_is_shown(review, client):
    add_protocol(review)
    add_protocol(review, include="Trials\nInterviews")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()

    assert "<del>Trials</del> <ins>Trials\nInterviews</ins>" in page
    assert "after screening began" not in page


def test_a_protocol_change_after_screening_began_needs_a_reason(review, client):
    add_protocol(review)
    record, *_ = review.add_records(WALKS)
    review.screen(record, "include")

    assert refusal_code(lambda: add_protocol(review, include="All")) == "protocol_change_needs_reason"
    add_protocol(review, include="All", why="Too few were found")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()
    assert "Too few were found" in page
    assert "after screening began" in page


def test_the_report_says_where_the_protocol_is_registered(review, client):
    add_protocol(review, registered="Example Register 4711")

    for page in ("protocol", "report"):
        assert "Example Register 4711" in client.get(f"{BASE}{review.review.pk}/{page}/").content.decode()


def test_a_protocol_version_cannot_be_changed_in_the_database(review):
    protocol = add_protocol(review)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(protocol).objects.filter(pk=protocol.pk).update(include="All")


def test_the_protocol_form_keeps_what_was_typed(review, client):
    client.force_login(review.evaluator)
    address = f"{BASE}{review.review.pk}/protocol/pico/"

    missing = client.post(address, {"language": "cy", "population": "Ffermwyr"})
    complete = client.post(address, {"language": "cy", "include": "Treialon", **PICO})

    assert "Ffermwyr" in missing.content.decode()
    assert complete.status_code == 302
    assert protocol_of(review.review).language == "cy"
    assert client.get(f"{BASE}{review.review.pk}/protocol/unknown/").status_code == 404


# --- Searches -----------------------------------------------------------------------------------------------------


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


# --- Duplicates ---------------------------------------------------------------------------------------------------

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


# --- Screening ----------------------------------------------------------------------------------------------------


def make_study(review, record):
    review.screen(record, "include")
    note_retrieval(record=record, state="available", **review.stamp())
    screen_full_text(record=record, verdict="include", **review.stamp())
    return include_study(record=record, **review.stamp())


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


# --- Priority order, samples and stopping -------------------------------------------------------------------------


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


def test_a_search_date_in_the_future_is_refused(review, client):
    client.force_login(review.evaluator)
    typed = {"source": "MEDLINE", "method": "database", "searched_on": "2999-01-01"}

    answer = client.post(f"{BASE}{review.review.pk}/searches/add/", typed)

    assert "The date of the search must be today or in the past." in answer.content.decode()


def test_the_report_leaves_out_a_search_whose_file_was_refused(review, client):
    client.force_login(review.evaluator)
    review.import_search("nothing of any kind", source="Broken file")

    listed = client.get(f"{BASE}{review.review.pk}/searches/").content.decode()
    report = client.get(f"{BASE}{review.review.pk}/report/").content.decode()

    assert "The file could not be used" in listed
    assert "Broken file" not in report


def test_disagreements_are_settled_before_screening_stops(review):
    record, *_ = review.add_records(WALKS)
    review.screen(record, "unsure")

    stop = refusal_code(lambda: stop_screening(review=review.review, stopped=True, **review.stamp()))

    assert stop == "settle_before_stopping"


def test_an_included_record_becomes_a_study_once(review):
    record, other_record, *_ = review.add_records(WALKS)
    review.screen(record, "include")
    note_retrieval(record=record, state="available", **review.stamp())
    screen_full_text(record=record, verdict="include", **review.stamp())

    study = include_study(record=record, **review.stamp())

    assert (study.title, study.record) == (record.title, record)
    for wrong_record, code in ((record, "study_there_already"), (other_record, "record_not_included")):
        assert refusal_code(lambda: include_study(record=wrong_record, **review.stamp())) == code  # noqa: B023


# --- Flow diagram -------------------------------------------------------------------------------------------------

VOTES = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["include", "exclude", "unsure"]), st.integers(0, 2)),
    max_size=25,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VOTES, st.sampled_from([1, 2]), st.booleans())
def test_the_numbers_of_the_flow_always_add_up(universe, votes, people, stop):
    with transaction.atomic():
        review = Review(universe)
        records = review.add_records([*WALKS, *SURGERY[:4]])
        review.import_search(RIS, source="A website", method="other")
        plan_screening(review=review.review, people=people, **review.stamp())
        readers = (review.officer, review.evaluator, review.facilitator)
        for place, verdict, reader in votes:
            try:
                review.screen(records[place], verdict, readers[reader])
            except ActionError as error:
                assert error.code in ("record_decided_already", "record_is_a_duplicate")
        if stop and not any(decision.disputed for decision in screening_decisions(review.review)):
            stop_screening(review=review.review, stopped=True, **review.stamp())

        flow = review.flow()

        assert flow.included == flow.full_open
        assert (
            flow.identified == flow.duplicates + flow.excluded + flow.included + flow.unread + flow.open == 21
        )
        assert sum(number for _, number in flow.reasons) == flow.excluded
        assert sum(number for *_, number in flow.sources) == flow.identified
        numbers = {code: number for code, _, number in flow_rows(flow)}
        assert numbers["screened"] == numbers["excluded"] + numbers["included_records"]
        rest = numbers.get("excluded_automatic", 0) + numbers.get("open", 0)
        assert (
            numbers["single"]
            == numbers["identified_databases"] + numbers["identified_other"] - numbers["duplicates"]
        )
        assert numbers["single"] == numbers["screened"] + rest
        assert len(flow_diagram(flow).down) == 5
        transaction.set_rollback(True)


def test_the_flow_diagram_is_public_and_a_csv_file(review, client):
    review.import_search(RIS, source="=cmd()")

    page = client.get(f"{BASE}{review.review.pk}/flow/")
    table = client.get(f"{BASE}{review.review.pk}/flow.csv")

    assert page.status_code == 200
    assert "Records found in databases and registers" in page.content.decode()
    rows = table.content.decode().splitlines()
    assert rows[1] == "identified_databases,Records found in databases and registers,8"


# --- Files --------------------------------------------------------------------------------------------------------


def test_downloaded_records_can_be_imported_again(review, client):
    review.import_search(RIS)
    review.import_search(RIS.replace("Walking groups in village 0", "=SUM(A1) and walking"), source="Embase")
    first, second, *_ = Record.objects.filter(review=review.review).order_by("number")
    review.screen(first, "include")
    review.screen(second, "exclude", reason="date")
    client.force_login(review.evaluator)
    base = f"{BASE}{review.review.pk}/"

    table = b"".join(client.get(f"{base}records.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    imported = list(open_references(io.BytesIO(table), "x.csv").items)
    ris = client.get(f"{base}included.ris").content
    references = list(open_references(io.BytesIO(ris), "x.ris").items)

    assert [row["label_included"] for row in rows[:3]] == ["1", "0", ""]
    assert (rows[1]["reason"], rows[9]["duplicate_of"]) == ("date", "2")
    assert rows[8]["title"].startswith("'=SUM")
    assert [reference.title for reference in imported[:2]] == [first.title, second.title]
    (reference,) = references
    assert (reference.title, reference.authors, reference.year) == (first.title, first.authors, first.year)


# --- Pages --------------------------------------------------------------------------------------------------------


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


def test_words_are_highlighted_and_everything_else_is_escaped():
    text = highlight_words("Walking <b>groups</b> & walking, groups", ["walking groups", "walking"])

    assert str(text) == "<mark>Walking</mark> &lt;b&gt;groups&lt;/b&gt; &amp; <mark>walking, groups</mark>"


def test_a_repeated_search_brings_only_new_records_to_screen(review):
    review.import_search(RIS)
    for record in records_to_read(review.review):
        review.screen(record, "exclude")

    review.import_search(
        RIS + "TY  - JOUR\nTI  - Choirs and sleep on an island\nAU  - Evans, C.\nPY  - 2026\nER  -\n"
    )

    assert next_record_for(review.review, review.officer).title == "Choirs and sleep on an island"
    assert review.flow().open == 1
