"""Runs a program in a process of its own on votes in a file: one thread, its own memory, and so much CPU time at most."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from cyfran.methods.opinion import Votes

ROOT = Path(__file__).resolve().parents[1]
PEER = ROOT / ".cache/bench/bin/python"
LIMIT = int(os.environ.get("CYFRAN_BENCH_LIMIT", "200"))  # CPU seconds a program may take
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def ours(votes: Votes, k: int, repeats: int) -> list[dict]:
    with _written(votes) as path:
        found = [_run(sys.executable, "ours_opinion.py", path, k) for _ in range(repeats)]
    return sorted((one for one in found if one), key=lambda one: one["seconds"])


def peer(votes: Votes, k: int) -> dict | None:
    """What red-dwarf finds, or None where it was not done in time."""
    with _written(votes) as path:
        return _run(str(PEER), "peer_opinion.py", path, k)


@contextmanager
def _written(votes: Votes) -> Iterator[str]:
    """The votes in a file while they are needed."""
    people, width = votes.shape
    rejected = np.flatnonzero(votes.rejected)
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        np.savez(file, rows=votes.rows, columns=votes.columns, answers=votes.answers, rejected=rejected,
                 people=people, width=width)  # fmt: skip
        file.flush()
        yield file.name


def _run(python: str, program: str, path: str, k: int) -> dict | None:
    command = [python, str(ROOT / "benchmarks" / program), path, str(k)]
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, preexec_fn=_limited, check=False
    )
    if done.returncode == -signal.SIGXCPU:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 5))
