"""Open files from outside in a process of their own, with limits on memory, time and output. Free of Django.

A broken or hostile file ends that process and nothing else. It is given the file alone: no settings, no database. What it
sends back is bytes, which are never run or unpickled here.
"""

import json
import math
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO

from cyfran.core.sandbox.frames import END, HEADER, OUT_OF_MEMORY, REFUSED, RESULT

MEGABYTE = 1024 * 1024
PROGRAM = ("-m", "cyfran.core.sandbox.child")
MOST_AT_ONCE = 2  # of one process of the web server: their memory adds up
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
SENTENCES = {"memory": "file_needs_too_much", "time": "file_takes_too_long", "busy": "files_busy"}
MEASURING = "COVERAGE_"  # so that tests can tell which lines are reached

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """What a reader may use: bytes of memory, seconds of CPU, seconds until each result and in all, bytes of a result."""

    memory: int = 1024 * MEGABYTE
    cpu: int = 20
    wait: float = 9.0
    total: float = math.inf
    result: int = 256 * MEGABYTE


class FileStopped(Exception):
    """A reader was stopped, or ended: ``reason`` is ``memory``, ``time``, ``broken`` or ``busy``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def code(self, broken: str) -> str:
        """Return the code of what to say of it: ``broken`` where the file itself is at fault."""
        return SENTENCES.get(self.reason, broken)


class ReaderRefused(Exception):
    """A reader says that it cannot use a file, with a code and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def read_in_sandbox(
    reader: str, file: BinaryIO, *arguments: object, limits: Limits = Limits()
) -> Iterator[bytes]:
    """Yield what a reader makes of a file, as it comes.

    ``reader`` names a function as ``module:name``; it takes the file and the arguments (of JSON) and yields bytes.

    Raises
    ------
    FileStopped
        If a limit was reached, or the process ended.
    ReaderRefused
        If the reader says that this is no file for it.
    """
    if not _places.acquire(timeout=limits.wait):
        raise FileStopped("busy")
    try:
        with _as_real_file(file) as real_file, _running(reader, real_file, arguments, limits) as process:
            yield from _results(process, limits)
    finally:
        _places.release()


@contextmanager
def _as_real_file(file: BinaryIO) -> Iterator[BinaryIO]:
    """Give the file as one that a process can be given; what is in memory alone is copied to a temporary one."""
    file.seek(0)
    try:
        os.lseek(file.fileno(), 0, os.SEEK_SET)
    except (OSError, AttributeError):
        with TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        yield file
    file.seek(0)


@contextmanager
def _running(
    reader: str, file: BinaryIO, arguments: tuple[object, ...], limits: Limits
) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-I", *PROGRAM, reader]
    command += [str(limits.memory), str(limits.cpu), json.dumps(arguments)]
    environment = {
        name: text for name, text in os.environ.items() if name in PASSED_ON or name.startswith(MEASURING)
    }
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _results(process: subprocess.Popen, limits: Limits) -> Iterator[bytes]:
    end = time.monotonic() + limits.total
    while True:
        until = min(time.monotonic() + limits.wait, end)
        kind, size = HEADER.unpack(_receive(process, HEADER.size, until))
        if kind == END:
            process.wait()
            return
        if kind not in (RESULT, REFUSED, OUT_OF_MEMORY):
            raise FileStopped("broken")
        if kind == OUT_OF_MEMORY or size > limits.result:
            raise FileStopped("memory")
        content = _receive(process, size, until)
        if kind == REFUSED:
            refusal = json.loads(content)
            raise ReaderRefused(refusal["code"], **refusal["params"])
        yield content


def _receive(process: subprocess.Popen, size: int, until: float) -> bytes:
    """Return so many bytes of what the process writes, if it writes them in time."""
    pipe = process.stdout.fileno()  # type: ignore[union-attr] - it was opened as a pipe
    received = bytearray()
    while len(received) < size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise FileStopped("time")
        part = os.read(pipe, min(size - len(received), MEGABYTE))
        if not part:
            raise FileStopped(_reason_of_end(process.wait()))
        received += part
    return bytes(received)


def _reason_of_end(code: int) -> str:
    """Return why a process ended before it was done. Native code that gets no memory ends with SIGABRT or SIGSEGV."""
    if code == -signal.SIGXCPU:
        return "time"
    return "memory" if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV) else "broken"
