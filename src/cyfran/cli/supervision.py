"""Keeps the processes of a site running: one that ends is started again, and a start that fails is told at once."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import typer

LIVED = 10.0  # seconds a process has to live for its start to have worked
LONGEST_PAUSE = 30.0  # seconds before one is started again that ended several times
TIME_TO_END = 30  # seconds


@dataclass
class Child:
    """A process of the site, and how often it has ended without being asked to."""

    name: str
    command: list[str]
    process: subprocess.Popen = field(init=False)
    started: float = field(init=False)
    ended: int = 0
    has_lived: bool = False
    again_at: float | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """In a process group of its own, so that nothing it started outlives it."""
        self.process = subprocess.Popen(self.command, process_group=0)  # noqa: S603 - our own command
        self.started = time.monotonic()
        self.again_at = None

    def look_after(self) -> bool:
        """Start it again where it has ended, after a pause. False where it never worked, so that trying again is no use."""
        now = time.monotonic()
        if self.again_at is not None:
            if now >= self.again_at:
                self.start()
            return True
        lived = now - self.started >= LIVED
        self.has_lived = self.has_lived or lived
        code = self.process.poll()
        if code is None:
            return True
        if not self.has_lived:
            return False
        self.end_what_it_started()
        self.ended = 1 if lived else self.ended + 1
        pause = min(2.0 ** (self.ended - 1), LONGEST_PAUSE)
        typer.echo(f"{self.name} ended (code {code}). It is started again in {pause:.0f} s.", err=True)
        self.again_at = now + pause
        return True

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=TIME_TO_END)
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL
        finally:
            self.end_what_it_started()

    def end_what_it_started(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def run_until_stopped(commands: dict[str, list[str]]) -> None:
    """Run every command until Ctrl+C or SIGTERM. Ends with the code of one that does not start at all."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    children = [Child(name, command) for name, command in commands.items()]
    failed = None
    while failed is None and not stop.wait(0.5):
        failed = next((child for child in children if not child.look_after()), None)
    codes = {child.name: child.stop() for child in children}
    if failed is not None:
        typer.echo(f"{failed.name} did not start. What it said stands above.", err=True)
        sys.exit(codes[failed.name] or 1)
