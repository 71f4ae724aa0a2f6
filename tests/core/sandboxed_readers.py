"""Readers as they should not be, for the tests of the sandbox."""

import os
import signal
import sys
import time
from pathlib import Path

from cyfran.core.sandbox import ReaderRefused
from cyfran.core.sandbox.frames import HEADER, RESULT

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from cyfran.core.sandbox.child import main; main(*sys.argv[1:])"


def parts(file, size):
    while part := file.read(size):
        yield part


def numbers(file):
    yield str(os.getpid()).encode()
    time.sleep(30)


def environment(file):
    yield "\n".join(os.environ).encode()


def fills_the_memory(file):
    yield b"x" * 1024**3


def never_ends(file):
    while True:
        pass
    yield


def sleeps(file):
    time.sleep(30)
    yield


def fails(file):
    yield file.read(1)
    raise KeyError("not in this file")


def crashes(file):
    os.kill(os.getpid(), signal.SIGSEGV)
    yield


def exits(file):
    os._exit(7)
    yield


def refuses(file):
    raise ReaderRefused("no_table", rows=3)
    yield


def lies_about_sizes(file):
    sys.stdout.buffer.write(HEADER.pack(RESULT, 2**60))
    sys.stdout.buffer.flush()
    time.sleep(30)
    yield


def writes_nonsense(file):
    sys.stdout.buffer.write(b"nonsense!" * 3)
    sys.stdout.buffer.flush()
    time.sleep(30)
    yield
