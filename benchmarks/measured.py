"""Time and memory of a computation inside a process of its own. Both programs are measured by these lines."""

import time
from collections.abc import Callable
from pathlib import Path

LONG_ENOUGH = 0.5  # CPU seconds: some clocks only tell hundredths


def cpu_seconds(work: Callable):
    """Do it until half a second has gone by, the first time included. Gives what came out, and the mean of a time."""
    before, times = time.process_time(), 0
    while True:
        result, times = work(), times + 1
        took = time.process_time() - before
        if took >= LONG_ENOUGH:
            return result, took / times


def peak_mb() -> float:
    """Most memory held since this program began (the system's other figure counts the parent's too)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
