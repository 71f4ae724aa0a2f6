"""Every table that is downloaded as CSV is downloaded as a workbook, too."""

import csv
import io

import pytest
from openpyxl import load_workbook

from cyfran.core.workbooks import LONGEST_CELL, NotForAWorkbook, write_workbook
from tests.house.test_addresses import named_addresses

HERE = "/en/partnerships/dyffryn-gwynlas/"


def workbook_of(response):
    assert response["Content-Type"].endswith("spreadsheetml.sheet"), response.status_code
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def table_of(response):
    content = response.streaming_content if response.streaming else [response.content]
    return list(csv.reader(io.StringIO(b"".join(content).decode("utf-8-sig"), newline="")))


@pytest.fixture
def officer(universe, client):
    client.force_login(universe.users["officer"])
    return client


def csv_addresses(universe):
    review = universe.partnership.reviews.get()
    conversation = f"{HERE}conversations/{universe.conversation.pk}/"
    yield from (f"{conversation}{name}.csv" for name in ("votes", "comments", "statements/decisions"))
    yield from (f"{HERE}evidence/{review.pk}/{name}.csv" for name in ("flow", "records"))
    yield f"{HERE}evidence/{review.pk}/outcomes/{review.outcomes.first().pk}/effects.csv"
    yield f"{HERE}surveys/{universe.partnership.surveys.first().pk}/answers.csv"
    yield f"{HERE}log/?format=csv"


def test_every_csv_is_a_workbook_too_with_the_same_cells(universe, officer):
    addresses = list(csv_addresses(universe))
    for address in addresses:
        table = table_of(officer.get(address))
        wanted = address.replace("format=csv", "format=xlsx") if "?" in address else f"{address}?format=xlsx"
        [sheet] = workbook_of(officer.get(wanted)).worksheets

        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert len(cells) == len(table), address
        assert [str(cell or "") for cell in cells[0]] == table[0]

    in_urls = {name for name, _parts in named_addresses() if name.endswith(("_file", ":votes", ":comments"))}
    assert len(addresses) >= len(in_urls)


def test_numbers_are_numbers_and_texts_are_never_formulas(universe, officer):
    statement = universe.conversation.statements.filter(is_seed=True).first()
    type(statement).objects.filter(pk=statement.pk).update(text="=1+1")

    [sheet] = workbook_of(
        officer.get(f"{HERE}conversations/{universe.conversation.pk}/comments.csv?format=xlsx")
    ).worksheets

    header, *rows = [list(row) for row in sheet.iter_rows()]
    columns = {cell.value: position for position, cell in enumerate(header)}
    [formula] = [cell for row in rows for cell in row if cell.value == "=1+1"]
    assert formula.data_type == "s"
    assert isinstance(rows[0][columns["agrees"]].value, int)


def test_a_refusal_stays_a_page(universe, client):
    assert client.get(f"{HERE}log/?format=xlsx").status_code == 403


@pytest.mark.parametrize("row", [["x" * (LONGEST_CELL + 1)]])
def test_what_does_not_fit_is_refused_rather_than_cut(row):
    with pytest.raises(NotForAWorkbook):
        write_workbook(io.BytesIO(), [("a", [row])])


def test_characters_that_a_workbook_cannot_hold_are_seen():
    file = io.BytesIO()
    write_workbook(file, [("a", [["one\x0btwo"]])])

    assert load_workbook(file).active["A1"].value == "one\N{REPLACEMENT CHARACTER}two"


def test_the_whole_archive_is_a_workbook_with_a_sheet_for_each_table(universe, officer):
    workbook = workbook_of(officer.post(f"{HERE}archive/", {"format": "xlsx"}))

    names = workbook.sheetnames
    assert names[:2] == ["README", "data-dictionary"]
    assert len(names) == len(set(names))
    assert workbook["Statement"].max_row > 100
    assert workbook["Partnership"]["A1"].value == "id"
