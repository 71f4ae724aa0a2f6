"""Reading references in the file formats of the field."""

import io
import json

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references import Reference, open_references
from tests.beside import shared_data

RIS = """TY  - JOUR
TI  - Help in the first language
AU  - Enghraifft, A.
AU  - Example, B.
PY  - 2021/03/01
JO  - Invented Journal
VL  - 4
SP  - 10
EP  - 19
DO  - https://doi.org/10.1234/abc.
AB  - First line
 and the next.
ER  -

TY  - BOOK
T1  - A longer title that
goes on in the next line
A1  - Example, C.
Y1  - 1999
ER  -
"""
NBIB = """
PMID- 123
TI  - A long
      title here
FAU - Jones, Ann
AU  - Jones A
LID - 10.1000/abc [doi]
DP  - 2020 Jan 3
JT  - Invented journal

PMID- 124
TI  - Another
"""
WOS = "\ufeffFN Clarivate\nPT J\nAU Jones, A\n   Rees, B\nTI A long\n   title\nSO J OF X\nPY 2020\nER\n\nPT J\nTI C\nER\nEF\n"
BIBTEX = """@string{jp = "Journal of Places"}
@article{a1, title={The {W}elsh M{\\"u}ller \\& sons}, author={Jones, Ann and Rhys {ap Rhys}}, year=2019, journal=jp,
  doi={10.1234/x}, pages={1--9}}
@article{a1, title={The same key again}}
@book{broken, title={never closed
@misc{c, title="After the broken one"}
"""
ENDNOTE = """<?xml version="1.0"?><xml><records><record><rec-number>7</rec-number><contributors><authors><author>
<style face="normal">Jones, A.</style></author></authors></contributors><titles><title><style>Help </style>
<style>early</style></title></titles><dates><year><style>2018</style></year></dates></record></records></xml>"""
OPENALEX = {
    "meta": {"count": 2},
    "results": [
        {
            "id": "https://openalex.org/W1",
            "title": "Walking groups",
            "publication_year": 2020,
            "doi": "https://doi.org/10.1234/abc",
            "abstract_inverted_index": {"groups": [1], "walking": [0, 2]},
            "authorships": [{"author": {"display_name": "Ann Jones"}}],
            "primary_location": None,
        },
        {"id": "W2"},
    ],
}


def open_text(content, name="file"):
    content = content.encode() if isinstance(content, str) else content
    return open_references(io.BytesIO(content), name)


def read_references(content):
    return [item for item in open_text(content).items if isinstance(item, Reference)]


def test_ris_is_read_with_either_tag_of_a_field():
    first, second = read_references(RIS)

    assert first == Reference(
        title="Help in the first language",
        authors="Enghraifft, A.; Example, B.",
        year=2021,
        source="Invented Journal",
        volume="4",
        pages="10-19",
        doi="10.1234/abc",
        abstract="First line and the next.",
    )
    assert (second.title, second.year) == ("A longer title that goes on in the next line", 1999)


@pytest.mark.parametrize(
    ("content", "kind", "title", "authors", "year"),
    [
        (NBIB, "nbib", "A long title here", "Jones, Ann", 2020),
        (WOS, "Web of Science", "A long title", "Jones, A; Rees, B", 2020),
        (BIBTEX, "BibTeX", "The Welsh Müller & sons", "Jones, Ann; Rhys ap Rhys", 2019),
        (ENDNOTE, "EndNote XML", "Help early", "Jones, A.", 2018),
        (json.dumps(OPENALEX), "OpenAlex JSON", "Walking groups", "Ann Jones", 2020),
        (json.dumps(OPENALEX["results"], indent=2), "OpenAlex JSON", "Walking groups", "Ann Jones", 2020),
        (
            "Article Title;Authors;Publication Year\nA walk;Jones, A.;2001\n",
            "CSV",
            "A walk",
            "Jones, A.",
            2001,
        ),
    ],
)
def test_each_format_is_recognised_by_its_content(content, kind, title, authors, year):
    file = open_text(content)
    first = next(file.items)

    assert file.format == kind
    assert (first.title, first.authors, first.year) == (title, authors, year)


def test_an_openalex_abstract_is_rebuilt_in_order():
    assert read_references(json.dumps(OPENALEX))[0].abstract == "walking groups walking"


def test_a_workbook_is_read_without_computing_its_formulas():
    book = Workbook()
    book.active.append(["title", "year"])
    book.active.append(["A walk", 2001])
    book.active.append(['=HYPERLINK("http://x")', 2002])
    file = io.BytesIO()
    book.save(file)

    items = list(open_text(file.getvalue()).items)

    assert items[0].title == "A walk"
    assert items[1].code == "reference_without_title"


def test_one_broken_entry_costs_no_other():
    items = list(open_text(BIBTEX).items)

    assert [item.title for item in items if isinstance(item, Reference)] == [
        "The Welsh Müller & sons",
        "The same key again",
        "After the broken one",
    ]
    assert [(problem.code, problem.row) for problem in items if isinstance(problem, Problem)] == [
        ("reference_not_readable", 5)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_in_any_encoding_are_read(encoding):
    file = open_text("TY  - JOUR\r\nTI  - Môn â\r\nER  - \r\n".encode(encoding))

    assert next(file.items).title == "Môn â"
    assert file.encoding == {"cp1252": "cp1252"}.get(encoding, encoding)


def test_a_reference_without_title_is_reported_with_its_row():
    items = list(open_text("TY  - JOUR\nAU  - A\nER  -\nTY  - JOUR\nTI  - B\nER  -\n").items)

    assert [(items[0].code, items[0].row), items[1].title] == [("reference_without_title", 1), "B"]


def test_a_last_reference_without_end_is_kept():
    assert [reference.title for reference in read_references("TY  - JOUR\nTI  - B")] == ["B"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"PK\x03\x04x",
        b"%PDF-1.7",
        b"name,year\nA,2020\n",
        b"\xff\xfea",
        b"<html><p>no</p></html>",
        b"[" * 100_000,
        b"<xml>" * 100_000,
        b'[{"title": "A"}, {"t',
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xml><records><record><titles><title>&a;</title></titles></record>'
        b"</records></xml>",
    ],
)
def test_a_file_that_is_no_list_of_references_is_refused(content):
    with pytest.raises(FileRefused):
        list(open_text(content).items)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_the_reader(content):
    try:
        list(open_text(content).items)
    except FileRefused as refused:
        assert refused.problems


plain = st.text("abc åŵ", min_size=1, max_size=20).map(lambda text: " ".join(text.split()) or "x")


@given(
    st.lists(st.tuples(plain, st.lists(plain, max_size=3), st.integers(1900, 2030)), min_size=1, max_size=5)
)
def test_ris_written_by_another_library_is_read(references):
    entries = [
        {"type_of_reference": "JOUR", "title": title, "authors": authors, "year": str(year)}
        for title, authors, year in references
    ]

    imported = read_references(rispy.dumps(entries))

    assert [(reference.title, reference.authors, reference.year) for reference in imported] == [
        (title, "; ".join(authors), year) for title, authors, year in references
    ]


def test_endnote_and_csv_of_the_same_references_agree():
    folder = shared_data("dedup")
    with (
        (folder / "tafenoquine.endnote.xml").open("rb") as xml,
        (folder / "tafenoquine.csv").open("rb") as table,
    ):
        from_xml = {reference.key: reference for reference in open_references(xml, "x").items}
        from_table = {reference.key: reference for reference in open_references(table, "x").items}

    assert set(from_xml) == set(from_table)
    for field in ("title", "authors", "year", "volume", "doi"):
        differ = [key for key in from_xml if getattr(from_xml[key], field) != getattr(from_table[key], field)]
        assert len(differ) <= 3, (field, differ)
