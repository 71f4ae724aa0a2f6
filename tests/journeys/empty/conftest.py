"""A site with nothing in it, as ``cyfran serve`` begins one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.beside import ROOT
from tests.demo_site import create_database
from tests.environment import KEY, WORKER, for_other_processes
from tests.journeys.conftest import Site


class EmptySite(Site):
    """Its tables are made at once; everything else is left to the people of the journey."""

    command = "serve"

    def make(self, folder: Path, name: str) -> str:
        environment = for_other_processes(measured=False) | {"CYFRAN_DATA": str(folder)}
        url = os.environ.get("DATABASE_URL", "")
        if url:
            environment["DATABASE_URL"] = create_database(url, f"cyfran_{KEY}_{name}")
        command = [sys.executable, "-m", "tests.make_demo_site", "--empty"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return environment.get("DATABASE_URL", "")

    def runs(self, *arguments: str) -> str:
        """Run a command of the site, and return what it prints."""
        command = [sys.executable, "-m", "cyfran", *arguments]
        ended = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return ended.stdout


@pytest.fixture
def site(tmp_path):
    """In place of the demo, so that the visitors of these journeys are on an empty site."""
    served = EmptySite(tmp_path / "site", f"empty_{WORKER}")
    yield served
    served.stop()
