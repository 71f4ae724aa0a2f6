"""Supervise the processes of a site: restart those that end, and stop all if one fails to start."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import typer

MIN_LIFETIME = 10.0  # seconds after which the start of a process counts as successful
LONGEST_PAUSE = 30.0  # seconds before a process that ended several times is started again
STOP_TIMEOUT = 30  # seconds
PR_SET_PDEATHSIG = 1  # of linux/prctl.h


@dataclass
class Child:
    """A supervised process. ``end_count`` counts its unexpected ends in a row, ``restart_at`` is when it starts again."""

    name: str
    command: list[str]
    process: subprocess.Popen = field(init=False)
    started: float = field(init=False)
    end_count: int = 0
    has_worked: bool = False
    restart_at: float | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the process in a group of its own, so that its children can be ended with it."""
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command, process_group=0, preexec_fn=end_with_parent
        )
        self.started = time.monotonic()
        self.restart_at = None

    def restart_if_ended(self) -> bool:
        """Restart the process after a pause if it has ended. Return False if it never lived for ``MIN_LIFETIME``."""
        now = time.monotonic()
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
            return True
        lived_long_enough = now - self.started >= MIN_LIFETIME
        self.has_worked = self.has_worked or lived_long_enough
        code = self.process.poll()
        if code is None:
            return True
        if not self.has_worked and code:
            return False
        self.kill_group()
        if code == 0 and lived_long_enough:  # it ended by itself, as a worker does that has grown large
            self.start()
            return True
        self.end_count = 1 if lived_long_enough else self.end_count + 1
        pause = min(2.0 ** (self.end_count - 1), LONGEST_PAUSE)
        typer.echo(f"{self.name} ended (code {code}). It is started again in {pause:.0f} s.", err=True)
        self.restart_at = now + pause
        return True

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait_until_stopped(self, until: float) -> int:
        """Return the code with which the process ended; at ``until`` it is killed."""
        try:
            return self.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL
        finally:
            self.kill_group()

    def kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def end_with_parent() -> None:
    """Have the kernel end this process when the one that supervises it is killed, where the kernel can (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_all(children: list[Child]) -> dict[str, int]:
    """Stop all at the same time, and return the code of each."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + STOP_TIMEOUT
    return {child.name: child.wait_until_stopped(until) for child in children}


def run_until_stopped(commands: dict[str, list[str]]) -> None:
    """Run the commands until Ctrl+C or SIGTERM. If one does not start, stop all and exit with its code."""
    stop = threading.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stop.set())
    children = [Child(name, command) for name, command in commands.items()]
    failed = None
    while failed is None and not stop.wait(0.5):
        failed = next((child for child in children if not child.restart_if_ended()), None)
    codes = stop_all(children)
    if failed is not None:
        typer.echo(f"{failed.name} did not start. What it said stands above.", err=True)
        sys.exit(codes[failed.name] or 1)
