import io
from zipfile import ZipFile

import pytest

from cyfran.core.errors import FileRefused
from cyfran.core.tables import escape_formula, open_table, unescape_formula
from tests.beside import shared_data

NEEDED = {"name": ("enw",), "number": ()}


def rows(content, **more):
    table = open_table(io.BytesIO(content), "file.csv", needed=NEEDED, **more)
    return table, [[cells[place] for place in table.columns.values()] for _, cells in table.rows]


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        rows(content)
    return [(p.code, p.row) for p in refused.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_letters_and_separators_of_any_kind_are_read(encoding, separator):
    content = separator.join(["name", "number"]) + "\n" + separator.join(["Môn â", "1"]) + "\n"

    table, found = rows(content.encode(encoding))

    assert found == [["Môn â", "1"]]
    assert table.separator == separator


def test_columns_are_found_by_other_names_in_any_order_and_case():
    assert rows(b"Number,more,ENW\n1,x,a\n")[1] == [["a", "1"]]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    table = open_table(io.BytesIO(b"name,number\na,1\n\nb,2\n"), "file.csv", needed=NEEDED)

    assert [number for number, _ in table.rows] == [2, 4]


def test_the_file_is_left_open_for_whoever_opened_it():
    file = io.BytesIO(b"name,number\na,1\n")

    list(open_table(file, "file.csv", needed=NEEDED).rows)

    assert not file.closed


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"", [("file_empty", None)]),
        (b"  \n", [("file_empty", None)]),
        (b"PK\x03\x04rest", [("file_not_a_table", None)]),
        (b"%PDF-1.7", [("file_not_a_table", None)]),
        (b"\x00\x01\x02", [("file_not_a_table", None)]),
        (b"other\n1\n", [("column_missing", 1), ("column_missing", 1)]),
        (b'name,number\na,"1\n', [("file_breaks_off", 2)]),
        (b"name,number\n" + b"a" * 200_000 + b",1\n", [("file_breaks_off", 2)]),
        (b"name,number," + b"," * 20_001, [("too_many_columns", 1)]),
        (b"\xff\xfe" + b"a", [("file_not_text", 1)]),
        (b"name,number\na,1\n\x81\xe9,2\n", [("file_not_text", 3)]),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(content, problems):
    assert refusal(content) == problems


# --- Workbooks that say they are larger than they are -------------------------------------------------------------

SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>number</t></is></c></row>
{rows}</sheetData></worksheet>"""
LAST_CELL = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>x</t></is></c></row>'


def workbook(rows):
    """The smallest workbook there is, with these rows below its header."""
    from openpyxl import Workbook

    whole = io.BytesIO()
    Workbook().save(whole)
    changed = io.BytesIO()
    with ZipFile(whole) as read, ZipFile(changed, "w", compression=8) as written:
        for name in read.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            written.writestr(name, SHEET.format(rows=rows) if sheet else read.read(name))
    return changed.getvalue()


def test_a_workbook_that_claims_a_million_columns_is_read_as_what_is_in_it():
    table = open_table(io.BytesIO(workbook(LAST_CELL.format(1_048_576, "A"))), "file.xlsx", needed=NEEDED)

    assert (table.header, list(table.rows)) == (("name", "number"), [(1_048_576, ["x"])])


@pytest.mark.parametrize(
    "sheet",
    [LAST_CELL.format(99_999_999_999, "A"), "".join(LAST_CELL.format(row, "XFD") for row in range(2, 20))],
    ids=["a row beyond the last", "cells without number"],
)
def test_a_workbook_larger_than_any_is_refused_at_once(sheet, monkeypatch):
    monkeypatch.setattr("cyfran.core.workbooks.MOST_ROWS", 10_000)
    monkeypatch.setattr("cyfran.core.workbooks.MOST_CELLS", 100_000)
    assert refusal(workbook(sheet)) == [("workbook_too_large", None)]


@pytest.mark.parametrize("name", ["wide.xlsx", "wide2.xlsx"])
def test_small_files_that_would_swell_are_refused_or_read(name):
    content = shared_data("cases", "hostile", name).read_bytes()
    table = open_table(io.BytesIO(content), name, needed={}, optional={})

    assert [cells for _, cells in table.rows] == [["x"]]


@pytest.mark.parametrize(
    "begin", ["＝", "＋", "－", "＠", "\u200b=", "\ufeff=", "\u00a0@", " =", "\u202e+", "'\u200b="]
)
def test_what_only_looks_or_hides_as_a_formula_is_no_formula_either(begin):
    text = f"{begin}1+1"

    assert escape_formula(text) == f"'{text}"
    assert unescape_formula(escape_formula(text)) == text
