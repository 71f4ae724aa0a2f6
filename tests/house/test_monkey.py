"""A short walk through a site, the same each time: no address answers with an error, and opening a page writes nothing.

A long one, another each time, is ``make monkey``.
"""

import os
import re
import subprocess
import sys

import pytest

from tests.beside import ROOT
from tests.demo_site import copy_site, create_database
from tests.environment import KEY, WORKER, for_other_processes

pytestmark = [pytest.mark.process, pytest.mark.no_cover]


def walk(kind, steps, environment):
    command = [sys.executable, "-m", "tests.monkey", kind, str(steps), "1"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_an_empty_site_answers_whatever_is_sent(tmp_path):
    environment = for_other_processes(measured=False) | {"CYFRAN_DATA": str(tmp_path)}
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = create_database(url, f"cyfran_{KEY}_monkey_{WORKER}")

    walked = walk("empty", 180, environment)

    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert int(re.search(r"(\d+) of them forms", walked.stdout)[1]) > 15


@pytest.mark.sqlite_is_enough
def test_the_demo_answers_whatever_is_sent(tmp_path):
    folder = tmp_path / "site"
    database = copy_site(folder, f"monkey_{WORKER}")
    environment = for_other_processes(measured=False) | {"CYFRAN_DATA": str(folder), "DATABASE_URL": database}

    walked = walk("story", 100, environment)

    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert int(re.search(r"(\d+) of them forms", walked.stdout)[1]) > 12
