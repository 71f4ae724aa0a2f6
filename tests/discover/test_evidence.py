import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.core.errors import FileRefused
from cyfran.discover.evidence.exchange import read_ris

RIS = """TY  - JOUR
TI  - Help in the first language
AU  - Enghraifft, A.
AU  - Example, B.
PY  - 2021/03/01
JO  - Invented Journal
DO  - 10.1/abc
ER  -

TY  - BOOK
T1  - A longer title that
goes on in the next line
A1  - Example, C.
Y1  - 1999
ER  -
"""
BASE = "/en/partnerships/dyffryn-gwynlas/evidence/"


def test_references_are_read_by_either_name_of_a_tag():
    first, second = read_ris(RIS.encode(), "file.ris").found

    assert (first.title, first.authors, first.year, first.source, first.doi) == (
        "Help in the first language", "Enghraifft, A.; Example, B.", 2021, "Invented Journal", "10.1/abc"
    )  # fmt: skip
    assert (second.title, second.year) == ("A longer title that goes on in the next line", 1999)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_of_any_kind_are_read(encoding):
    content = "TY  - JOUR\r\nTI  - Môn â\r\nER  - \r\n".encode(encoding)

    assert read_ris(content, "f").found[0].title == "Môn â"


def test_a_reference_without_title_is_left_out_and_named():
    read = read_ris(b"TY  - JOUR\nAU  - A\nER  -\nTY  - JOUR\nTI  - B\nER  -\n", "f")

    assert [r.title for r in read.found] == ["B"]
    assert [(p.code, p.row) for p in read.problems] == [("reference_without_title", 1)]


def test_a_last_reference_without_end_is_kept():
    assert [r.title for r in read_ris(b"TY  - JOUR\nTI  - B", "f").found] == ["B"]


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"PK\x03\x04x", b"%PDF-1.7", b"title,year\nA,2020\n", b"\xff\xfea"]
)
def test_what_is_no_list_of_references_is_refused(content):
    with pytest.raises(FileRefused):
        read_ris(content, "f")


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    try:
        read_ris(content, "f")
    except FileRefused as refused:
        assert refused.problems


def test_a_file_read_twice_adds_nothing_the_second_time(universe, client):
    client.force_login(universe.users["evaluator"])
    review = universe.partnership.reviews.get()
    before = review.studies.count()

    for _ in range(2):
        file = io.BytesIO(RIS.encode())
        file.name = "file.ris"
        assert client.post(f"{BASE}{review.pk}/studies/import/", {"file": file}).status_code == 200

    assert review.studies.count() == before + 2


def test_a_file_that_is_none_changes_nothing_and_says_so(universe, client):
    client.force_login(universe.users["evaluator"])
    review = universe.partnership.reviews.get()
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "file.ris"

    response = client.post(f"{BASE}{review.pk}/studies/import/", {"file": file})

    assert response.status_code == 422
    assert "No reference was found" in response.content.decode()
