"""``cyfran synthesis``: from a table of studies to a result that anyone can check."""

import json

import pytest

from tests.beside import shared_data
from tests.cli.command import run

TABLE = "study,yi,vi,dose\nA,0.1,0.04,1\nB,0.3,0.03,2\nC,0.35,0.05,3\nD,0.6,0.02,5\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "effects.csv"
    path.write_text(TABLE)
    return path


def test_the_order_of_rows_does_not_matter(table, tmp_path):
    header, *rows = TABLE.splitlines()
    mixed = tmp_path / "mixed.csv"
    mixed.write_text("\n".join([header, *reversed(rows)]))

    for options in ([], ["--knapp-hartung"], ["--moderators", "dose"], ["--method", "DL"]):
        assert run("synthesis", table, *options).stdout == run("synthesis", mixed, *options).stdout != ""


def test_a_result_has_what_is_promised(table, tmp_path):
    out = tmp_path / "result.json"

    assert run("synthesis", table, "--knapp-hartung", "--out", out).returncode == 0

    result = json.loads(out.read_text())
    promised = {
        "k",
        "estimate",
        "se",
        "ci",
        "prediction_interval",
        "tau2",
        "tau2_ci",
        "i2",
        "h2",
        "q",
        "coefficients",
        "diagnostics",
    }
    assert promised <= set(result)
    assert set(result["q"]) == {"value", "df", "p"}
    for block in ("leave_one_out", "influence"):
        assert [one["study"] for one in result["diagnostics"][block]] == ["A", "B", "C", "D"]
    assert result["method"]["options"] == {
        "method": "REML",
        "knapp_hartung": True,
        "moderators": [],
        "measure": "GIVEN",
        "cluster": None,
        "by": None,
    }


@pytest.mark.parametrize(
    ("name", "measure", "key"),
    [("bcg", "RR", "RR"), ("normand1999", "SMD", "SMD"), ("debruin2009", "PLO", "PLO")],
)
def test_files_with_raw_columns(name, measure, key):
    folder = shared_data("meta")
    wanted = json.loads((folder / f"{name}.golden.json").read_text())["models"][key]["REML_knha"]

    result = json.loads(
        run("synthesis", folder / f"{name}.csv", "--measure", measure, "--knapp-hartung").stdout
    )

    assert (result["estimate"], *result["ci"]) == pytest.approx(
        (wanted["beta"]["intrcpt"], wanted["ci_lb"], wanted["ci_ub"]), abs=1e-6
    )


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("study,yi\nA,1\n", [], "column “vi” is missing"),
        ("yi,vi\n0.1,x\n", [], "effects.csv:2:vi: “x” is not a number"),
        ("yi,vi\n0.1,0\n0.2,1\n", [], "numbers of study 1"),
        ("yi,vi\n0.1,nan\n", [], "numbers of study 1"),
        ("yi,vi\n", [], "too few studies"),
        ("yi,vi,a\n0.1,1,1\n0.2,1,1\n0.3,1,1\n", ["--moderators", "a"], "cannot be separated"),
        ("", [], "The file is empty"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(tmp_path, text, options, said):
    path, out = tmp_path / "effects.csv", tmp_path / "result.json"
    path.write_text(text)

    ended = run("synthesis", path, *options, "--out", out)

    assert ended.returncode == 2
    assert said in ended.stderr and ended.stderr.count("\n") == 1
    assert not out.exists()


def test_it_speaks_welsh(tmp_path):
    assert "Nid oes" in run("synthesis", tmp_path / "nothing.csv", language="cy").stderr


CLUSTERED = "study,place,yi,vi\nA,x,0.1,0.04\nB,x,0.3,0.03\nC,y,0.35,0.05\nD,y,0.6,0.02\nE,z,0.2,0.02\n"


def test_effects_that_belong_together_have_robust_ranges(tmp_path):
    (tmp_path / "a.csv").write_text(CLUSTERED)

    found = json.loads(run("synthesis", tmp_path / "a.csv", "--cluster", "place").stdout)

    assert (found["k"], found["clusters"]) == (5, 3)
    assert {"estimate", "se", "ci", "tau2_between", "tau2_within", "robust"} <= set(found)
    assert found["method"]["options"]["cluster"] == "place"


def test_groups_are_pooled_one_by_one(tmp_path):
    (tmp_path / "a.csv").write_text(CLUSTERED.replace("E,z", "E,x"))

    found = json.loads(run("synthesis", tmp_path / "a.csv", "--by", "place").stdout)

    assert [one["group"] for one in found["subgroups"]["groups"]] == ["x", "y"]
    assert found["k"] == 5


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cluster", "nowhere"), "“nowhere” is missing"),
        (("--cluster", "place", "--method", "DL"), "Choose REML or ML"),
        (("--by", "place", "--cluster", "study"), "Choose either groups"),
    ],
)
def test_clusters_that_cannot_be_are_one_sentence(tmp_path, options, said):
    (tmp_path / "a.csv").write_text(CLUSTERED)

    done = run("synthesis", tmp_path / "a.csv", *options)

    assert (done.returncode, said in done.stderr) == (2, True)


def test_rare_counts_are_pooled_without_halves(tmp_path):
    path = tmp_path / "rare.csv"
    path.write_text("study,ai,bi,ci,di\nA,1,99,4,96\nB,0,50,2,48\n")

    found = json.loads(run("synthesis", path, "--measure", "RR", "--method", "MH").stdout)
    refused = run("synthesis", path, "--measure", "RR", "--method", "MH", "--knapp-hartung")

    assert found["estimate"] == pytest.approx(-1.791759, abs=1e-6)
    assert found["method"]["options"]["method"] == "MH"
    assert refused.returncode == 2
    assert "Leave these out" in refused.stderr
