"""``cyfran dedup``: from a list of references to what stands in it more than once."""

import csv
import json

import pytest

from tests.beside import shared_data
from tests.cli.command import run

RIS = """TY  - JOUR
TI  - Walking groups and wellbeing: a randomised trial
AU  - Price, Ann
PY  - 2019
JO  - Health & Place
VL  - 4
SP  - 10
ER  -
TY  - JOUR
TI  - Walking groups and well-being: A randomised trial.
A1  - Price A
Y1  - 2019//
JF  - Health and Place
VL  - 4
SP  - 10
ER  -
TY  - JOUR
TI  - Choirs and hope
ER  -
"""


def test_copies_are_found_in_ris(tmp_path):
    (tmp_path / "found.ris").write_text(RIS)
    out = tmp_path / "pairs.csv"

    assert run("dedup", tmp_path / "found.ris", "--out", out).returncode == 0

    assert out.read_text() == "record_id,cluster_id,decision\n1,1,certain\n2,1,certain\n3,3,certain\n"
    beside = json.loads((tmp_path / "pairs.pairs.json").read_text())
    assert (beside["records"], beside["unique"], len(beside["pairs"])) == (3, 2, 1)
    assert set(beside["method"]) == {"name", "version", "options", "seed", "input_sha256"}


def test_the_order_of_rows_does_not_matter_and_xml_gives_the_same(tmp_path):
    table = shared_data("dedup") / "tafenoquine.csv"
    with table.open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    with (tmp_path / "mixed.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *reversed(rows)])

    straight = run("dedup", table).stdout

    assert run("dedup", tmp_path / "mixed.csv").stdout == straight
    assert run("dedup", shared_data("dedup") / "tafenoquine.endnote.xml").stdout == straight


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty"),
        ("%PDF-1.7", "No reference was found"),
        ("<html><p>no</p>", "not EndNote XML"),
        ('[{"title": "A"}, {"ti', "not OpenAlex JSON"),
        ("record_id,title\n1,A\n1,B\n", "Record 1 is in the file twice"),
        ("name,year\nA,2001\n", "No reference was found"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(tmp_path, content, said):
    (tmp_path / "bad").write_text(content)
    out = tmp_path / "out.csv"

    done = run("dedup", tmp_path / "bad", "--out", out)

    assert done.returncode == 2
    assert said in done.stderr
    assert not out.exists()


def test_a_sentence_comes_in_welsh(tmp_path):
    (tmp_path / "bad").write_text("")

    assert "ffeil" in run("dedup", tmp_path / "bad", language="cy").stderr
