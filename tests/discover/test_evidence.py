"""A review from its searches to its studies: records, copies, reading by one or two, and when it is enough."""

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
from cyfran.core.files.models import ImportJob
from cyfran.core.files.models import ImportReport as Step
from cyfran.discover.evidence import actions, queries
from cyfran.discover.evidence.exchange import Reference, open_references
from cyfran.discover.evidence.models import DuplicatePair, Record, Search
from cyfran.discover.evidence.pages import flow_rows, marked, picture_of
from cyfran.discover.evidence.tasks import read_search, renew_screening_orders

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
    f"TY  - JOUR\nTI  - {one.title}\nAU  - {one.authors}\nPY  - {one.year}\nAB  - {one.abstract}\nER  -\n"
    for one in WALKS
)


class Review:
    """A review to try things on, with people who read."""

    def __init__(self, universe):
        self.universe = universe
        self.officer, self.evaluator = universe.users["officer"], universe.users["evaluator"]
        self.facilitator = universe.users["facilitator"]
        self.minutes = 0
        self.review = actions.begin_review(
            partnership=universe.partnership, question=("What helps?", "Beth sy'n helpu?"), **self.done()
        )

    def done(self, by=None):
        self.minutes += 1
        return {"by": by or self.officer, "at": AT + timedelta(minutes=self.minutes)}

    def search(self, content, source="MEDLINE", method="database"):
        search = self.recorded(content, source, method)
        read_search.func(str(search.import_job.pk))
        return search

    def recorded(self, content, source="MEDLINE", method="database"):
        """A search whose file is still to be read."""
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile("found.ris", content)
        upload = keep_upload(file=file, purpose="references", **self.done())
        import_job = start_import(
            uploads=[upload], purpose="references", within=self.review.partnership_id, **self.done()
        )
        told = {
            "source": source,
            "method": method,
            "searched_on": date(2026, 2, 1),
            "query": "walk*",
            "hits": 8,
        }
        return actions.record_search(review=self.review, import_job=import_job, **told, **self.done())

    def records(self, references):
        search = self.search("TY  - JOUR\nTI  - Something else altogether\nER  -\n")
        actions.keep_records(search=search, references=references)
        return list(Record.objects.filter(search=search).order_by("number"))[1:]

    def screen(self, record, verdict, by=None, **more):
        return actions.screen(record=record, verdict=verdict, **more, **self.done(by))

    def decided(self, record):
        return next(one for one in queries.decided_in(self.review) if one.record == record.pk)

    def flow(self):
        return queries.flow_of(self.review)


@pytest.fixture
def review(universe):
    return Review(universe)


def refused_with(act):
    with pytest.raises(ActionError) as refused:
        act()
    return refused.value.code


# --- Protocol -----------------------------------------------------------------------------------------------------

PICO = {"population": "Farmers", "intervention": "Walks", "outcome": "Sleep"}


def written(review, **changes):
    told = {
        "framework": "pico",
        "elements": PICO,
        "include": "Trials",
        "exclude": "",
        "plan": "",
        "why": "",
        "language": "en",
    }
    return actions.write_protocol(review=review.review, **{**told, **changes}, **review.done())


def test_what_a_version_changed_is_shown(review, client):
    written(review)
    written(review, include="Trials\nInterviews")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()

    assert "<del>Trials</del> <ins>Trials\nInterviews</ins>" in page
    assert "after reading began" not in page


def test_once_records_were_read_a_change_says_why(review, client):
    written(review)
    record, *_ = review.records(WALKS)
    review.screen(record, "include")

    assert refused_with(lambda: written(review, include="All")) == "protocol_change_needs_reason"
    written(review, include="All", why="Too few were found")

    page = client.get(f"{BASE}{review.review.pk}/protocol/").content.decode()
    assert "Too few were found" in page
    assert "after reading began" in page


def test_where_a_protocol_is_registered_is_told_in_the_report(review, client):
    written(review, registered="Example Register 4711")

    for page in ("protocol", "report"):
        assert "Example Register 4711" in client.get(f"{BASE}{review.review.pk}/{page}/").content.decode()


def test_a_version_cannot_be_changed_in_the_database(review):
    protocol = written(review)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(protocol).objects.filter(pk=protocol.pk).update(include="All")


def test_a_protocol_is_written_by_a_form_that_keeps_what_was_typed(review, client):
    client.force_login(review.evaluator)
    address = f"{BASE}{review.review.pk}/protocol/pico/"

    missing = client.post(address, {"language": "cy", "population": "Ffermwyr"})
    given = client.post(address, {"language": "cy", "include": "Treialon", **PICO})

    assert "Ffermwyr" in missing.content.decode()
    assert given.status_code == 302
    assert queries.protocol_of(review.review).language == "cy"
    assert client.get(f"{BASE}{review.review.pk}/protocol/unknown/").status_code == 404


# --- Searches -----------------------------------------------------------------------------------------------------


def outcome_of(search):
    return Step.objects.filter(import_job=search.import_job).latest("id")


def test_a_search_keeps_the_records_of_its_file(review):
    search = review.search(RIS)

    assert outcome_of(search).outcome == "done"
    assert outcome_of(search).report["read"] == 8
    titles = Record.objects.filter(search=search).order_by("number").values_list("title", flat=True)
    assert list(titles) == [one.title for one in WALKS]


def test_a_file_read_twice_brings_copies_and_they_count_once(review):
    review.search(RIS)
    review.search(RIS, source="Embase")

    assert queries.numbers_of(review.review) == {"records": 16, "duplicates": 8}
    assert [one.duplicates for one in queries.searches_of(review.review)] == [0, 8]


def test_reading_that_is_begun_again_brings_nothing_twice(review):
    search = review.search(RIS)
    read_search.func(str(search.import_job.pk))
    update_import_status(search.import_job, ImportJob.ImportOutcome.WAITING, at=AT)
    read_search.func(str(search.import_job.pk))

    assert queries.numbers_of(review.review) == {"records": 8, "duplicates": 0}


def test_nobody_reads_or_undoes_what_is_still_being_read(review):
    search = review.recorded(RIS)
    actions.keep_records(search=search, references=WALKS)
    record = search.records.first()

    assert queries.next_for(review.review, review.officer) is None
    assert review.flow().identified == 0
    assert refused_with(lambda: review.screen(record, "include")) == "search_being_read"
    assert (
        refused_with(lambda: actions.withdraw_search(search=search, **review.done())) == "search_being_read"
    )


@pytest.mark.parametrize("content", ["%PDF-1.7", "", "name,year\nA,2001\n", '[{"title": "A"}, {"ti'])
def test_a_file_that_is_none_is_refused_and_leaves_nothing(review, content):
    search = review.search(content)

    assert outcome_of(search).outcome == "refused"
    assert outcome_of(search).report["problems"]
    assert not Record.objects.filter(search=search).exists()


def test_a_search_is_undone_as_long_as_nobody_has_read_of_it(review):
    first, second = review.search(RIS), review.search(RIS, source="Embase")

    actions.withdraw_search(search=first, **review.done())

    assert queries.numbers_of(review.review) == {"records": 8, "duplicates": 0}
    assert Search.objects.filter(pk=first.pk).exists()
    review.screen(Record.objects.filter(search=second).first(), "include")
    undo = refused_with(lambda: actions.withdraw_search(search=second, **review.done()))
    assert undo == "search_read_already"


def test_a_search_is_undone_once(review):
    search = review.search(RIS)
    actions.withdraw_search(search=search, **review.done())

    again = refused_with(lambda: actions.withdraw_search(search=search, **review.done()))

    assert again == "search_withdrawn_already"


# --- Copies -------------------------------------------------------------------------------------------------------

PAIR = """TY  - JOUR
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


def test_what_is_not_certain_waits_for_a_person_and_can_be_said_again(review):
    review.search(PAIR)
    (pair,) = queries.undecided_duplicates(review.review)
    assert queries.numbers_of(review.review)["duplicates"] == 0

    actions.settle_duplicate(pair=pair, same=True, **review.done())
    assert queries.numbers_of(review.review)["duplicates"] == 1
    assert not queries.undecided_duplicates(review.review).exists()

    actions.settle_duplicate(pair=pair, same=False, **review.done())
    assert queries.numbers_of(review.review)["duplicates"] == 0
    assert [one.said for one in queries.decided_duplicates(review.review)] == [False]


def test_certain_copies_can_be_parted_and_stay_parted(review):
    review.search(RIS)
    review.search(RIS, source="Embase")
    pair = queries.decided_duplicates(review.review).first()

    actions.settle_duplicate(pair=pair, same=False, **review.done())
    review.search("TY  - JOUR\nTI  - Another one\nER  -\n", source="Web")

    assert queries.numbers_of(review.review)["duplicates"] == 7


def test_of_copies_the_one_that_was_read_is_kept(review):
    review.search(PAIR)
    first, second = Record.objects.filter(review=review.review).order_by("number")
    review.screen(second, "include")

    actions.settle_duplicate(pair=DuplicatePair.objects.get(first=first), same=True, **review.done())

    first.refresh_from_db()
    assert first.duplicate_of == second
    assert review.flow().included == 1


THREE = "".join(
    f"TY  - JOUR\nTI  - Walking groups and wellbeing\nAU  - Price, Ann\nPY  - 2020\nJO  - {journal}\nER  -\n"
    for journal in ("Walks", "Walks", "Walks")
)


def three_alike(review):
    review.search(THREE)
    first, second, third = Record.objects.filter(review=review.review).order_by("number")
    assert queries.numbers_of(review.review)["duplicates"] == 2
    return first, second, third


def duplicates_in(review):
    rows = Record.objects.filter(review=review.review, duplicate_of__isnull=False)
    return {(one.number, one.duplicate_of.number) for one in rows.select_related("duplicate_of")}


def test_what_was_parted_is_not_joined_through_a_third(review):
    first, _second, third = three_alike(review)

    apart = DuplicatePair.objects.get(first=first, second=third)
    actions.settle_duplicate(pair=apart, same=False, **review.done())

    assert duplicates_in(review) in ({(2, 1)}, {(3, 2)})


def test_of_copies_that_were_read_the_one_that_came_furthest_is_kept(review):
    review.search(PAIR)
    first, second = Record.objects.filter(review=review.review).order_by("number")
    review.screen(first, "exclude")
    becomes_a_study(review, second)

    actions.settle_duplicate(pair=DuplicatePair.objects.get(first=first), same=True, **review.done())

    flow = review.flow()
    assert duplicates_in(review) == {(1, 2)}
    assert (flow.included, flow.full_included, flow.studies_from_records) == (1, 1, 1)


def test_two_studies_are_not_joined_as_copies(review):
    review.search(PAIR)
    pair = DuplicatePair.objects.get(first__review=review.review)
    for one in (pair.first, pair.second):
        becomes_a_study(review, one)

    assert (
        refused_with(lambda: actions.settle_duplicate(pair=pair, same=True, **review.done()))
        == "both_are_studies"
    )


def test_records_that_go_leave_no_copies_of_them_behind(review):
    searches = [review.search(RIS, source=name) for name in ("A", "B", "C")]

    actions.drop_records(search=searches[0])

    assert queries.numbers_of(review.review) == {"records": 16, "duplicates": 8}


# --- Reading ------------------------------------------------------------------------------------------------------


def becomes_a_study(review, record):
    review.screen(record, "include")
    actions.note_retrieval(record=record, state="available", **review.done())
    actions.screen_full_text(record=record, verdict="include", **review.done())
    return actions.include_study(record=record, **review.done())


def test_what_became_a_study_is_not_left_out_by_its_abstract(review):
    record, *_ = review.records(WALKS)
    becomes_a_study(review, record)

    assert refused_with(lambda: review.screen(record, "exclude")) == "study_there_already"


def test_works_that_share_title_and_year_are_both_studies(review):
    alike = [Reference("Editorial", "Price, Ann", 2020, doi=f"10.1000/{i}", pages=str(i)) for i in (1, 2)]

    found = [becomes_a_study(review, one) for one in review.records(alike)]

    assert [one.doi for one in found] == ["10.1000/1", "10.1000/2"]


def test_the_same_word_said_twice_is_written_down_once(review):
    record, *_ = review.records(WALKS)

    first, again = review.screen(record, "include"), review.screen(record, "include")
    other = review.screen(record, "exclude")

    assert first == again != other
    assert queries.abstract_votes_of(record).count() == 2


def test_saying_it_again_another_way_does_not_change_when_it_was_decided(review):
    records = review.records(WALKS)
    for one in records[:3]:
        review.screen(one, "exclude")

    review.screen(records[0], "exclude", note="Looked at again")

    assert [one.record for one in queries.decided_in(review.review)] == [one.pk for one in records[:3]]


def test_agreement_is_of_what_two_said_before_they_talked(review):
    record, *_ = review.records(WALKS)
    actions.plan_screening(review=review.review, people=2, **review.done())
    review.screen(record, "include", by=review.officer)
    review.screen(record, "exclude", by=review.evaluator)
    review.screen(record, "include", by=review.evaluator)

    decided = queries.decided_in(review.review)

    assert decided[0].final is True
    assert set(queries.pairs_of_verdicts(decided)[0]) == {"include", "exclude"}


def test_one_reader_decides(review):
    record, *_ = review.records(WALKS)

    review.screen(record, "include")

    assert review.decided(record).final is True


def test_two_readers_have_to_agree_and_a_third_settles(review):
    agreed, disputed, *_ = review.records(WALKS)
    actions.plan_screening(review=review.review, people=2, **review.done())

    for by in (review.officer, review.evaluator):
        review.screen(agreed, "exclude", by, reason="population")
    review.screen(disputed, "include", review.officer)
    assert review.decided(disputed).final is None
    review.screen(disputed, "exclude", review.evaluator)

    assert (review.decided(agreed).final, review.decided(agreed).reason) == (False, "population")
    assert review.decided(disputed).disputed
    settled = review.screen(disputed, "include", review.facilitator)
    assert settled.arbiter
    assert review.decided(disputed).final is True


def test_nobody_reads_what_they_have_read_or_what_enough_have_read(review):
    record, *_ = review.records(WALKS[:1])
    other = Record.objects.get(title="Something else altogether")
    review.screen(other, "exclude")
    actions.plan_screening(review=review.review, people=2, **review.done())

    assert queries.next_for(review.review, review.officer) == record
    review.screen(record, "include", review.officer)
    assert queries.next_for(review.review, review.officer) is None
    review.screen(record, "include", review.evaluator)
    assert queries.next_for(review.review, review.facilitator) == other


def test_what_one_said_is_not_shown_to_the_other(review, client):
    record, *_ = review.records(WALKS)
    actions.plan_screening(review=review.review, people=2, **review.done())
    review.screen(record, "exclude", review.officer, reason="design", note="Nothing but a letter")
    client.force_login(review.evaluator)

    page = client.get(f"{BASE}{review.review.pk}/screening/read/{record.pk}/").content.decode()

    assert "Nothing but a letter" not in page
    assert "You said" not in page


def test_a_word_can_be_said_again_and_the_newest_counts(review):
    record, *_ = review.records(WALKS)
    review.screen(record, "include")

    review.screen(record, "exclude", reason="date")

    assert (review.decided(record).final, review.decided(record).reason) == (False, "date")


def test_what_is_decided_is_not_decided_by_another(review):
    record, *_ = review.records(WALKS)
    review.screen(record, "include")

    assert (
        refused_with(lambda: review.screen(record, "exclude", review.evaluator)) == "record_decided_already"
    )


def test_a_reason_belongs_to_a_record_that_is_left_out(review):
    record, *_ = review.records(WALKS)

    assert (
        refused_with(lambda: review.screen(record, "include", reason="population"))
        == "reason_only_to_exclude"
    )


def test_only_reviewers_read(review, client):
    record, *_ = review.records(WALKS)
    address = f"{BASE}{review.review.pk}/screening/read/{record.pk}/"

    client.force_login(review.universe.users["connector"])

    assert client.post(address, {"verdict": "include"}).status_code == 403


def test_what_was_said_cannot_be_changed_in_the_database(review):
    record, *_ = review.records(WALKS)
    said = review.screen(record, "include")

    with pytest.raises(IntegrityError), transaction.atomic():
        type(said).objects.filter(pk=said.pk).update(verdict="exclude")


# --- The order, and when it is enough -----------------------------------------------------------------------------


def test_the_likely_come_first_and_say_why(review):
    records = review.records([*WALKS, *SURGERY])
    review.screen(records[0], "include")
    review.screen(records[-1], "exclude")

    renew_screening_orders()

    following = queries.next_for(review.review, review.officer)
    assert following.title.startswith("Walking groups")
    assert "walking" in [word for word, by in queries.ranking_reasons(review.review, following) if by > 0]


def test_an_order_is_worked_out_again_only_when_more_was_said(review):
    records = review.records([*WALKS, *SURGERY])
    review.screen(records[0], "include")
    review.screen(records[-1], "exclude")

    for expected in (1, 1):
        renew_screening_orders()
        assert review.review.priority_orders.count() == expected
    actions.screen(record=records[1], verdict="include", by=review.officer, at=datetime.now(UTC))
    renew_screening_orders()
    assert review.review.priority_orders.count() == 2


@pytest.mark.parametrize("typed", ["môn", "MÔN", "Môn ystafelloedd"])
def test_a_title_is_found_however_its_letters_are_written(review, typed):
    review.records([Reference("Ystafelloedd gwrando ar Ynys Môn", "Price, A.", 2020), *WALKS])

    assert [one.title for one in queries.find_records(review.review, typed, 5)] == [
        "Ystafelloedd gwrando ar Ynys Môn"
    ]


def test_a_sample_comes_first(review):
    review.records([*WALKS, *SURGERY])
    sample = actions.draw_sample(review=review.review, size=5, **review.done())
    drawn = {one.pk for one in sample.records.all()}

    for _ in range(5):
        record = queries.next_for(review.review, review.officer)
        assert record.pk in drawn
        review.screen(record, "exclude")

    assert queries.next_for(review.review, review.officer).pk not in drawn


def test_reading_is_stopped_by_a_person_with_the_figures_of_then(review):
    records = review.records([*WALKS, *SURGERY])
    review.screen(records[0], "include")

    stop = actions.stop_screening(review=review.review, stopped=True, note="Time is up", **review.done())

    assert (stop.figures["records"], stop.figures["found"]) == (39, 1)
    assert review.flow().unread == 38
    assert refused_with(lambda: review.screen(records[1], "include")) == "screening_stopped"
    actions.stop_screening(review=review.review, stopped=False, **review.done())
    review.screen(records[1], "include")


def test_after_a_stop_only_what_a_later_search_brings_is_read(review, client):
    old = review.records([*WALKS[:4], *SURGERY])
    review.screen(old[0], "include")
    review.screen(old[1], "exclude")
    first = actions.stop_screening(review=review.review, stopped=True, **review.done())
    assert queries.next_for(review.review, review.officer) is None

    new = review.records(
        [Reference(f"Choirs and hope on island {i}", f"Hughes {i}, C.", 2024) for i in range(3)]
    )
    fresh = {one.pk for one in new} | {queries.next_for(review.review, review.officer).pk}
    read = [queries.next_for(review.review, review.officer)]
    review.screen(read[0], "include")
    told = client.get(f"{BASE}{review.review.pk}/report/").content.decode()

    assert read[0].pk in fresh
    assert (review.flow().unread, review.flow().open) == (33, 3)
    assert f"with {first.figures['records'] - first.figures['read']} records unread" in told
    assert refused_with(lambda: review.screen(old[2], "include")) == "screening_stopped"
    second = actions.stop_screening(review=review.review, stopped=True, **review.done())
    assert (second.figures["records"], second.figures["read"]) == (4, 1)
    assert [one.pk for one in queries.screening_stops(review.review)] == [first.pk, second.pk]
    assert (review.flow().unread, review.flow().open) == (36, 0)
    actions.stop_screening(review=review.review, stopped=False, **review.done())
    assert (review.flow().unread, review.flow().open) == (0, 36)


def test_nothing_is_stopped_twice_and_who_reads_is_not_changed_then(review):
    review.screen(review.records(WALKS)[0], "include")
    actions.stop_screening(review=review.review, stopped=True, **review.done())

    again = refused_with(lambda: actions.stop_screening(review=review.review, stopped=True, **review.done()))
    plan = refused_with(lambda: actions.plan_screening(review=review.review, people=2, **review.done()))

    assert (again, plan) == ("nothing_to_change", "screening_stopped")


def test_a_sample_holds_what_one_of_two_has_read_and_no_copies(review, client):
    actions.plan_screening(review=review.review, people=2, **review.done())
    records = review.records(WALKS)
    review.screen(records[0], "include", by=review.officer)

    sample = actions.draw_sample(review=review.review, size=100, **review.done())
    Record.objects.filter(pk=records[1].pk).update(duplicate_of=records[2])

    assert records[0] in sample.records.all()
    assert len(queries.sampled_records(review.review)) == sample.records.count() - 1


def test_a_day_to_come_is_no_day_of_a_search(review, client):
    client.force_login(review.evaluator)
    told = {"source": "MEDLINE", "method": "database", "searched_on": "2999-01-01"}

    answer = client.post(f"{BASE}{review.review.pk}/searches/add/", told)

    assert "This day is still to come." in answer.content.decode()


def test_a_file_that_could_not_be_used_is_no_search_of_the_report(review, client):
    client.force_login(review.evaluator)
    review.search("nothing of any kind", source="Broken file")

    listed = client.get(f"{BASE}{review.review.pk}/searches/").content.decode()
    told = client.get(f"{BASE}{review.review.pk}/report/").content.decode()

    assert "The file could not be used" in listed
    assert "Broken file" not in told


def test_what_is_disputed_is_settled_before_reading_stops(review):
    record, *_ = review.records(WALKS)
    review.screen(record, "unsure")

    stop = refused_with(lambda: actions.stop_screening(review=review.review, stopped=True, **review.done()))

    assert stop == "settle_before_stopping"


def test_an_included_record_becomes_a_study_once(review):
    record, other, *_ = review.records(WALKS)
    review.screen(record, "include")
    actions.note_retrieval(record=record, state="available", **review.done())
    actions.screen_full_text(record=record, verdict="include", **review.done())

    study = actions.include_study(record=record, **review.done())

    assert (study.title, study.record) == (record.title, record)
    for wrong, code in ((record, "study_there_already"), (other, "record_not_included")):
        assert refused_with(lambda: actions.include_study(record=wrong, **review.done())) == code  # noqa: B023


# --- Where every record went --------------------------------------------------------------------------------------

Said = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["include", "exclude", "unsure"]), st.integers(0, 2)),
    max_size=25,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(Said, st.sampled_from([1, 2]), st.booleans())
def test_the_numbers_of_the_flow_always_add_up(universe, said, people, stop):
    with transaction.atomic():
        review = Review(universe)
        records = review.records([*WALKS, *SURGERY[:4]])
        review.search(RIS, source="A website", method="other")
        actions.plan_screening(review=review.review, people=people, **review.done())
        readers = (review.officer, review.evaluator, review.facilitator)
        for place, verdict, reader in said:
            try:
                review.screen(records[place], verdict, readers[reader])
            except ActionError as error:
                assert error.code in ("record_decided_already", "record_is_a_duplicate")
        if stop and not any(one.disputed for one in queries.decided_in(review.review)):
            actions.stop_screening(review=review.review, stopped=True, **review.done())

        flow = review.flow()

        assert flow.included == flow.full_open
        assert (
            flow.identified == flow.duplicates + flow.excluded + flow.included + flow.unread + flow.open == 21
        )
        assert sum(number for _, number in flow.reasons) == flow.excluded
        assert sum(number for *_, number in flow.sources) == flow.identified
        told = {code: number for code, _, number in flow_rows(flow)}
        assert told["screened"] == told["excluded"] + told["included_records"]
        rest = told.get("excluded_automatic", 0) + told.get("open", 0)
        assert told["single"] == told["identified_databases"] + told["identified_other"] - told["duplicates"]
        assert told["single"] == told["screened"] + rest
        assert len(picture_of(flow).down) == 5
        transaction.set_rollback(True)


def test_the_flow_is_a_page_for_everyone_and_a_file(review, client):
    review.search(RIS, source="=cmd()")

    page = client.get(f"{BASE}{review.review.pk}/flow/")
    table = client.get(f"{BASE}{review.review.pk}/flow.csv")

    assert page.status_code == 200
    assert "Records found in databases and registers" in page.content.decode()
    rows = table.content.decode().splitlines()
    assert rows[1] == "identified_databases,Records found in databases and registers,8"


# --- Files --------------------------------------------------------------------------------------------------------


def test_records_are_taken_along_and_read_again(review, client):
    review.search(RIS)
    review.search(RIS.replace("Walking groups in village 0", "=SUM(A1) and walking"), source="Embase")
    first, second, *_ = Record.objects.filter(review=review.review).order_by("number")
    review.screen(first, "include")
    review.screen(second, "exclude", reason="date")
    client.force_login(review.evaluator)
    base = f"{BASE}{review.review.pk}/"

    table = b"".join(client.get(f"{base}records.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    again = list(open_references(io.BytesIO(table), "x.csv").items)
    ris = client.get(f"{base}included.ris").content
    references = list(open_references(io.BytesIO(ris), "x.ris").items)

    assert [row["label_included"] for row in rows[:3]] == ["1", "0", ""]
    assert (rows[1]["reason"], rows[9]["duplicate_of"]) == ("date", "2")
    assert rows[8]["title"].startswith("'=SUM")
    assert [one.title for one in again[:2]] == [first.title, second.title]
    (reference,) = references
    assert (reference.title, reference.authors, reference.year) == (first.title, first.authors, first.year)


# --- Pages --------------------------------------------------------------------------------------------------------


def test_a_search_is_given_by_a_form_and_what_was_typed_stays(review, client):
    client.force_login(review.evaluator)
    address = f"{BASE}{review.review.pk}/searches/add/"
    typed = {"source": "MEDLINE", "method": "database", "searched_on": "2026-02-01", "query": "walk*"}

    missing = client.post(address, typed)
    file = io.BytesIO(RIS.encode())
    file.name = "found.ris"
    given = client.post(address, {**typed, "file": file})

    assert missing.status_code == 422
    assert "walk*" in missing.content.decode()
    assert given.status_code == 302
    assert Search.objects.get(review=review.review).records.count() == 8


def test_words_that_moved_a_record_are_marked_and_nothing_else_is_let_through():
    text = marked("Walking <b>groups</b> & walking, groups", ["walking groups", "walking"])

    assert str(text) == "<mark>Walking</mark> &lt;b&gt;groups&lt;/b&gt; &amp; <mark>walking, groups</mark>"


def test_a_search_made_again_brings_only_what_is_new_to_be_read(review):
    review.search(RIS)
    for record in queries.records_to_read(review.review):
        review.screen(record, "exclude")

    review.search(
        RIS + "TY  - JOUR\nTI  - Choirs and sleep on an island\nAU  - Evans, C.\nPY  - 2026\nER  -\n"
    )

    assert queries.next_for(review.review, review.officer).title == "Choirs and sleep on an island"
    assert review.flow().open == 1
