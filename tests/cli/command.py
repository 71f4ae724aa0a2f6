"""How tests run the command line: in this process, which is quick, or in one of its own, as a person's shell does."""

import subprocess
import sys
from dataclasses import dataclass

from typer.testing import CliRunner

from cyfran.cli import app
from tests.environment import for_other_processes


@dataclass(frozen=True)
class Answer:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments, language="en") -> Answer:
    """Run ``cyfran`` in this process. What the command does not expect to go wrong is raised."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={"CYFRAN_LANG": language})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)


def run_process(*arguments, language="en", measured=True, **environment) -> Answer:
    """Run ``cyfran`` in a process of its own; its hashes fall otherwise than ours, so an order that leans on them shows."""
    ended = subprocess.run(
        [sys.executable, "-m", "cyfran", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**for_other_processes(measured=measured), "CYFRAN_LANG": language, **environment},
        check=False,
    )
    return Answer(ended.returncode, ended.stdout, ended.stderr)
