"""What is worked out once a request: answers that many rules ask for, such as somebody's roles."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_memory: ContextVar[dict | None] = ContextVar("request_memory", default=None)


@contextmanager
def remember_for_request() -> Iterator[None]:
    """Keep what ``remember`` works out while the block runs."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remember(key: Hashable, compute: Callable[[], T]) -> T:
    """Return what ``compute`` gives, worked out once for each key in a request, and each time outside of one."""
    memory = _memory.get()
    if memory is None:
        return compute()
    if key not in memory:
        memory[key] = compute()
    return memory[key]


def forget_remembered() -> None:
    """Work everything out anew: whoever changes what is remembered calls this."""
    memory = _memory.get()
    if memory:
        memory.clear()
