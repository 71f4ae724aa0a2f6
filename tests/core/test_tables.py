import io

import pytest

from cyfran.core.errors import FileRefused
from cyfran.core.tables import open_table

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
