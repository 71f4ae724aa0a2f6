"""``cyfran screen simulate``: from a labelled table to figures that anyone can check."""

import json

import pytest

from tests.cli.command import run

TEXTS = [
    *(f'{i},"Walking group {i}","People walk in village {i}",1' for i in range(1, 6)),
    *(f"{i},Hip surgery {i},Wards and theatres of hospital {i},0" for i in range(6, 31)),
]
HEADER = "record_id,title,abstract,label_included"
TIMES = ("ms_per_step", "cpu_seconds")


@pytest.fixture
def table(tmp_path):
    def written(rows, header=HEADER):
        path = tmp_path / "labelled.csv"
        path.write_text("\n".join([header, *rows]) + "\n")
        return path

    return written


def test_a_result_has_what_is_promised(table, tmp_path):
    out = tmp_path / "metrics.json"

    assert run("screen", "simulate", table(TEXTS), "--seed", 1, "--out", out).returncode == 0

    found = json.loads(out.read_text())
    assert {"loss", "wss95", "rrf10", "atd", "steps", "recall_curve", "stopping", *TIMES} <= set(found)
    assert {"rule", "fired_at", "recall_then", "saved"} <= set(found["stopping"])
    assert set(found["method"]) == {"name", "version", "options", "seed", "input_sha256"}
    assert found["recall_curve"][-1] == 1.0
    assert len(found["recall_curve"]) == found["steps"] == len(found["order"]) - 2


def test_the_order_of_rows_does_not_matter(table):
    straight = json.loads(run("screen", "simulate", table(TEXTS), "--seed", 3).stdout)
    turned = json.loads(run("screen", "simulate", table(TEXTS[::-1]), "--seed", 3).stdout)

    for name in TIMES:
        del straight[name], turned[name]
    assert straight == turned


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        (TEXTS, "record_id,title,abstract,other", "label_included"),
        ([*TEXTS, "31,A,B,perhaps"], HEADER, "“perhaps” is not a decision"),
        ([*TEXTS, "1,A,B,0"], HEADER, "Record 1 is in the file twice"),
        ([TEXTS[0], *TEXTS[5:]], HEADER, "at least 2 relevant ones"),
        ([], HEADER, "There are no records"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_written(table, tmp_path, rows, header, said):
    out = tmp_path / "out.json"

    done = run("screen", "simulate", table(rows, header), "--out", out)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_records_without_abstracts_are_read(table):
    rows = [row.split(",")[0] + "," + row.split(",")[1] + "," + row[-1] for row in TEXTS]

    assert run("screen", "simulate", table(rows, "record_id,title,label_included")).returncode == 0
