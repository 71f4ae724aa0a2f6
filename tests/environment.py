"""Loaded before the settings: one folder for each run, a folder in it for each process, and a secret all of them share.

With pytest-xdist a run is several processes. The first one makes the folder and removes it; the others find it by its name.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

IS_FIRST = "CYFRAN_TEST_RUN" not in os.environ
if IS_FIRST:
    os.environ["CYFRAN_TEST_RUN"] = tempfile.mkdtemp(prefix="cyfran-tests-")

RUN = Path(os.environ["CYFRAN_TEST_RUN"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
KEY = RUN.name.rpartition("-")[2].lower()  # fit for the name of a database

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes of a run share the cores as it is
# A browser that was driven leaves its event loop in the process, and Django takes every query after it for one out of it
IN_THIS_PROCESS = "DJANGO_ALLOW_ASYNC_UNSAFE"
os.environ[IN_THIS_PROCESS] = "true"
os.environ["CYFRAN_DATA"] = str(RUN / WORKER)
os.environ["CYFRAN_SECRET_KEY"] = "only for tests"
(RUN / WORKER / "static").mkdir(parents=True, exist_ok=True)


def for_other_processes(*, measured: bool = True) -> dict[str, str]:
    """Return the environment for a process that a test starts, as whoever runs a site would have it.

    Without ``measured`` the lines it reaches are not counted: it then takes half as long.
    """
    left_out = {IN_THIS_PROCESS} if measured else {IN_THIS_PROCESS, "COVERAGE_PROCESS_CONFIG"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Measure each process of a run once. Coverage starts in it by itself, and pytest-cov both before and after its session
    begins; one below another goes on when ``no_cover`` stops the uppermost, and a test then takes two thirds longer.
    """
    if WORKER == "alone" or "COVERAGE_PROCESS_CONFIG" not in os.environ:
        return
    from coverage import Coverage

    while measuring := Coverage.current():
        measuring.stop()
        measuring.save()


def pytest_unconfigure() -> None:
    if not IS_FIRST:
        return
    if url := os.environ.get("DATABASE_URL"):
        from tests.demo_site import drop_databases

        drop_databases(url, KEY)
    shutil.rmtree(RUN, ignore_errors=True)
