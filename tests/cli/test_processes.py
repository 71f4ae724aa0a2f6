"""Each command once as a person's shell runs it; everything else about them is tried in the process of the tests."""

import json

import pytest

from tests.cli.command import run, run_process
from tests.cli.test_dedup import RIS
from tests.cli.test_opinion import VOTES
from tests.cli.test_screen import HEADER, TEXTS, TIMES
from tests.cli.test_synthesis import TABLE

COMMANDS = {
    "dedup": (["dedup"], "records.ris", RIS),
    "opinion": (["opinion"], "votes.csv", VOTES),
    "screen": (["screen", "simulate"], "labelled.csv", "\n".join([HEADER, *TEXTS])),
    "synthesis": (["synthesis"], "effects.csv", TABLE),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_process_of_its_own_gives_the_same_bytes(name, tmp_path):
    command, file, text = COMMANDS[name]
    (tmp_path / file).write_text(text)

    here, there = (way(*command, tmp_path / file) for way in (run, run_process))

    assert (there.returncode, there.stderr) == (0, "")
    assert without_times(there.stdout) == without_times(here.stdout) != ""


def without_times(text):
    """The result as it is, but for the seconds that it took."""
    if not any(f'"{name}"' in text for name in TIMES):
        return text
    result = json.loads(text)
    return json.dumps({name: value for name, value in result.items() if name not in TIMES})


def test_a_process_ends_with_one_sentence_where_the_input_is_bad(tmp_path):
    ended = run_process("opinion", tmp_path / "nowhere", language="cy")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert "Nid oes ffeil neu ffolder o'r fath" in ended.stderr


def test_help_names_every_command():
    names = run_process("--help").stdout

    assert all(f" {command[0]} " in names for command, _, _ in COMMANDS.values())
