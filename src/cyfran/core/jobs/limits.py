"""Limits on background work: how long one job may take, and how much memory a worker may have."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 30.0  # seconds after which a job is interrupted again, if it swallowed the first time


class TimeLimitReached(Exception):
    """A job took longer than it may."""


class WorkerStoppedRepeatedly(Exception):
    """A job was given up, as every worker that began it stopped in it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeLimitReached`` in what takes longer. Only the main thread can be interrupted: elsewhere nothing is limited."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_) -> None:
        raise TimeLimitReached(f"{seconds:.0f} s")

    earlier = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def limit_memory(megabytes: int) -> None:
    """Have this process refuse more memory than this: a job that asks for more fails, and the machine does not."""
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, resource.RLIM_INFINITY))


def used_megabytes() -> int:
    """Return how much memory this process has used at most."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
