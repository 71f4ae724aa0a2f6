"""The flow diagram, and files of records."""

import csv
import io

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cyfran.core.errors import ActionError
from cyfran.core.references import open_references
from cyfran.discover.evidence.reporting.pages import flow_diagram, flow_rows
from cyfran.discover.evidence.screening.actions import plan_screening, stop_screening
from cyfran.discover.evidence.screening.queries import (
    screening_decisions,
)
from cyfran.discover.evidence.searches.models import Record
from tests.discover.evidence.review_cases import BASE, RIS, SURGERY, WALKS, Review, add_protocol


def test_the_report_says_where_the_protocol_is_registered(review, client):
    add_protocol(review, registered="Example Register 4711")

    for page in ("protocol", "report"):
        assert "Example Register 4711" in client.get(f"{BASE}{review.review.pk}/{page}/").content.decode()


def test_the_report_leaves_out_a_search_whose_file_was_refused(review, client):
    client.force_login(review.evaluator)
    review.import_search("nothing of any kind", source="Broken file")

    listed = client.get(f"{BASE}{review.review.pk}/searches/").content.decode()
    report = client.get(f"{BASE}{review.review.pk}/report/").content.decode()

    assert "The file could not be used" in listed
    assert "Broken file" not in report


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
