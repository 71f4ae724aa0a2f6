import json
import os

import duckdb
import pytest

from tests.beside import shared_data
from tests.cli.command import run

VOTES = "timestamp,comment-id,voter-id,vote\n" + "".join(
    f"{i},{i % 5},{i // 5},{1 if i % 3 else -1}\n" for i in range(100)
)


@pytest.fixture
def votes(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text(VOTES)
    return path


def test_the_result_is_written_and_the_same_every_time(votes, tmp_path):
    first, second = tmp_path / "1.json", tmp_path / "2.json"

    codes = [run("opinion", votes, "--out", out).returncode for out in (first, second)]

    assert codes == [0, 0]
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text())["participants"] == 20


def test_the_order_of_rows_does_not_matter(votes, tmp_path):
    header, *rows = VOTES.splitlines()
    (tmp_path / "mixed.csv").write_text("\n".join([header, *reversed(rows)]))

    assert run("opinion", votes).stdout == run("opinion", tmp_path / "mixed.csv").stdout


def test_parquet_gives_the_same_as_csv(votes, tmp_path):
    (tmp_path / "parts").mkdir()
    for part, where in enumerate(('"voter-id" < 10', '"voter-id" >= 10')):
        target = tmp_path / f"parts/{part}.parquet"
        duckdb.execute(
            f"COPY (SELECT * FROM read_csv('{votes}') WHERE {where}) TO '{target}' (FORMAT parquet)"
        )

    assert run("opinion", tmp_path / "parts").stdout == run("opinion", votes).stdout


def test_empty_cells_of_parquet_are_left_out_and_named(votes, tmp_path):
    target = tmp_path / "votes.parquet"
    gaps = "SELECT * FROM read_csv(?) UNION ALL VALUES (1, 1, NULL, 1), (1, 1, 1, NULL), (NULL, 1, 1, 1)"
    duckdb.execute(f"COPY ({gaps}) TO '{target}' (FORMAT parquet)", [str(votes)])

    said = run("opinion", target)

    assert said.stdout == run("opinion", votes).stdout
    assert "A required cell is empty" in said.stderr
    assert "More like this, not listed: 2" in said.stderr


@pytest.mark.parametrize("wrong", [("--seed", "-1"), ("--min-votes", "0"), ("--out", "folder")])
def test_what_no_option_can_be_is_refused(wrong, votes, tmp_path):
    (tmp_path / "folder").mkdir()

    said = run("opinion", votes, wrong[0], tmp_path / wrong[1] if wrong[0] == "--out" else wrong[1])

    assert (said.returncode, said.stdout, "Traceback" in said.stderr) == (2, "", False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "another kind of file (pdf)"),
        (b"voter-id,comment-id\n1,2\n", "The column “vote” is missing"),
        (b"voter-id,comment-id,vote\n1,2,yes\n", "No row of the file holds a vote"),
    ],
)
def test_bad_input_gets_one_sentence_and_writes_nothing(content, sentence, tmp_path):
    (tmp_path / "votes.csv").write_bytes(content)

    said = run("opinion", tmp_path / "votes.csv", "--out", tmp_path / "out.json")

    assert said.returncode == 2
    assert sentence in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


def test_a_result_is_written_whole_and_readable_by_others_or_not_at_all(votes, tmp_path):
    run("opinion", votes, "--out", tmp_path / "out.json")
    refused = run("opinion", votes, "--out", "/proc/out.json")

    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != votes.name) == ["out.json"]
    assert (refused.returncode, "The result cannot be written here" in refused.stderr) == (2, True)


def _umask():
    kept = os.umask(0)
    os.umask(kept)
    return kept


def test_the_sentence_is_in_the_language_of_the_reader(tmp_path):
    said = run("opinion", tmp_path / "nowhere", language="cy")

    assert "Nid oes ffeil neu ffolder o'r fath" in said.stderr


def test_impossible_groups_are_refused(votes):
    said = run("opinion", votes, "--groups", "50")

    assert (said.returncode, "50 groups are not possible" in said.stderr) == (2, True)


def test_help_shows_an_example():
    assert "Example: cyfran opinion" in run("opinion", "--help").stdout


@pytest.mark.parametrize("mode", ["recommended", "compatible"])
def test_a_real_conversation_runs(mode, tmp_path):
    said = run(
        "opinion",
        shared_data("polis", "london.youth.policing"),
        "--mode",
        mode,
        "--out",
        tmp_path / "out.json",
    )

    assert (said.returncode, json.loads((tmp_path / "out.json").read_text())["votes"]) == (0, 638)
