"""Says at the end of a run how long it took, folder by folder, and which tests took longest, so that growth is seen.

A run on PostgreSQL, which follows that on SQLite, shows both. Seconds are those of the clock, of every process together; CPU
seconds are those of the tests' own processes and of commands that ended, without the sites that serve the journeys.
"""

import json
import os
import time
from collections import defaultdict

from tests.beside import ROOT

KEPT = ROOT / ".cache/timings"
HERE = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
SLOWEST = 10

_spent: dict[str, dict[str, float]] = defaultdict(lambda: {"seconds": 0.0, "cpu": 0.0})
_began = {"cpu": 0.0, "run": time.monotonic()}


def cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def pytest_runtest_setup() -> None:
    _began["cpu"] = cpu_seconds()


def pytest_runtest_makereport(item, call) -> None:
    item.user_properties[:] = [("cpu", cpu_seconds() - _began["cpu"])]
    _began["cpu"] = cpu_seconds()


def pytest_runtest_logreport(report) -> None:
    spent = _spent[report.nodeid]
    spent["seconds"] += report.duration
    spent["cpu"] += dict(report.user_properties).get("cpu", 0.0)


def pytest_terminal_summary(terminalreporter, config) -> None:
    if hasattr(config, "workerinput") or not _spent:
        return
    run = {"seconds": time.monotonic() - _began["run"], "tests": dict(_spent)}
    is_whole = not config.option.keyword and config.args == config.getini("testpaths")
    if is_whole and not config.option.markexpr:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{HERE}.json").write_text(json.dumps(run))
    runs = {HERE: run}
    before = KEPT / "sqlite.json"
    if HERE == "postgresql" and is_whole and before.exists():
        runs = {"sqlite": json.loads(before.read_text())} | runs
    terminalreporter.section("where the time went")
    for line in as_table(runs):
        terminalreporter.write_line(line)


def as_table(runs: dict[str, dict]) -> list[str]:
    """Lay out the seconds, CPU seconds and number of tests of each folder, run by run, then the slowest tests of all."""
    folders = sorted({folder_of(test) for run in runs.values() for test in run["tests"]})
    lines = ["folder".ljust(12) + "".join(f"{name:>12} s {'CPU s':>8} {'tests':>6}" for name in runs)]
    for folder in folders:
        cells = []
        for run in runs.values():
            of_folder = [spent for test, spent in run["tests"].items() if folder_of(test) == folder]
            seconds, cpu = (sum(spent[what] for spent in of_folder) for what in ("seconds", "cpu"))
            cells.append(f"{seconds:14.0f} {cpu:8.0f} {len(of_folder):6}")
        lines.append(folder.ljust(12) + "".join(cells))
    lines.append("by the clock" + "".join(f"{run['seconds']:14.0f}".ljust(30) for run in runs.values()))
    tests = [
        (spent["seconds"], name, test) for name, run in runs.items() for test, spent in run["tests"].items()
    ]
    lines += [
        f"{seconds:7.1f} s  {name:10}  {test}"
        for seconds, name, test in sorted(tests, reverse=True)[:SLOWEST]
    ]
    return lines


def folder_of(test: str) -> str:
    return test.split("/")[1]
