"""The process that opens a file from outside: limits itself, then writes what a reader yields to standard output."""

import contextlib
import importlib
import json
import resource
import sys

from cyfran.core.sandbox import ReaderRefused
from cyfran.core.sandbox.frames import BROKEN, END, HEADER, OUT_OF_MEMORY, REFUSED, RESULT

MOST_WRITTEN = 8 * 1024 * 1024  # bytes of a file; readers write none


def main(reader: str, memory: str, cpu: str, arguments: str) -> None:
    limit_this_process(int(memory), int(cpu))
    module, _, name = reader.partition(":")
    try:
        for result in getattr(importlib.import_module(module), name)(
            sys.stdin.buffer, *json.loads(arguments)
        ):
            write(RESULT, result)
    except MemoryError:
        write(OUT_OF_MEMORY)
    except Exception as error:
        refuse(error)
    else:
        write(END)


def refuse(error: Exception) -> None:
    """Pass on what a reader says of a file; whatever else went wrong in it means that the file is broken."""
    if isinstance(error, ReaderRefused):
        write(REFUSED, json.dumps({"code": error.code, "params": error.params}).encode())
    else:
        write(BROKEN)


def write(kind: bytes, content: bytes = b"") -> None:
    sys.stdout.buffer.write(HEADER.pack(kind, len(content)))
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def limit_this_process(memory: int, cpu: int) -> None:
    wanted = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (MOST_WRITTEN, MOST_WRITTEN),
    }
    for kind, limits in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # where the machine allows less already
            resource.setrlimit(kind, limits)


if __name__ == "__main__":
    main(*sys.argv[1:])
