"""Pooling many meta-analyses: ours beside PyMARE, on the same numbers in one run.

``make bench`` writes what is printed to benchmarks/results/synthesis.txt. Effects are drawn: 20 studies each, variances between
0.01 and 0.5, tau² 0.05. Each program runs in a process of its own with one thread; CPU time is of the pooling alone, ours with
ranges and prediction intervals. Both are compared with a third opinion, a bounded search for the maximum of the likelihood
(for DL: the formula by itself).

    python benchmarks/synthesis.py [--number 100000]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cyfran.methods.synthesis import pool_many  # noqa: E402

PEER = ROOT / ".cache/bench/bin/python"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
STUDIES, TAU2, CHECKED = 20, 0.05, 1000


def drawn(number: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    v = random.uniform(0.01, 0.5, (number, STUDIES))
    return random.normal(0.3, np.sqrt(v + TAU2)), v


def ours(y: np.ndarray, v: np.ndarray, method: str) -> dict:
    began = time.process_time()
    found = pool_many(y, v, method=method)
    return {"seconds": time.process_time() - began, "estimate": found.estimate, "tau2": found.tau2}


def peer(y: np.ndarray, v: np.ndarray, method: str) -> dict | None:
    if not PEER.exists():
        return None
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        np.savez(file, y=y, v=v)
        file.flush()
        command = [str(PEER), str(ROOT / "benchmarks/peer_synthesis.py"), file.name, method]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **ONE_THREAD}, check=True
        )
    return json.loads(done.stdout.splitlines()[-1])


def third_opinion(y: np.ndarray, v: np.ndarray, method: str) -> float:
    """tau² of one meta-analysis, by another way."""
    if method == "DL":
        w = 1 / v
        q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        return max(0.0, (q - len(y) + 1) / (w.sum() - (w**2).sum() / w.sum()))

    def down(tau2: float) -> float:
        w = 1 / (v + tau2)
        q = (w * (y - (w * y).sum() / w.sum()) ** 2).sum()
        return q - np.log(w).sum() + (np.log(w.sum()) if method == "REML" else 0.0)

    found = minimize_scalar(down, bounds=(0, 5), method="bounded", options={"xatol": 1e-12, "maxiter": 2000})
    return 0.0 if down(0.0) <= found.fun else float(found.x)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--number", type=int, default=100_000)
    number = asked.parse_args().number
    y, v = drawn(number)
    print(
        f"{number} meta-analyses of {STUDIES} studies; ours with ranges, p and prediction intervals, PyMARE without"
    )
    print(
        f"{'method':<8}{'ours: CPU s':>12}{'PyMARE: CPU s':>15}{'ratio':>7}{'tau² off: ours':>16}{'PyMARE':>10}"
    )
    for method in ("DL", "ML", "REML"):
        mine, its = ours(y, v, method), peer(y, v, method)
        right = np.array([third_opinion(y[i], v[i], method) for i in range(min(CHECKED, number))])
        off = [
            np.abs(np.array(one["tau2"])[: len(right)] - right).max() if one else float("nan")
            for one in (mine, its)
        ]
        seconds = its["seconds"] if its else float("nan")
        ratio = seconds / mine["seconds"]
        print(
            f"{method:<8}{mine['seconds']:>12.2f}{seconds:>15.2f}{ratio:>6.1f}x{off[0]:>16.1e}{off[1]:>10.1e}"
        )


if __name__ == "__main__":
    main()
