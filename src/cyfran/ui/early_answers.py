"""Answers given before Django begins: what a thousand phones ask every few seconds and send a few times a minute.

A request that is not answered here goes the ordinary way, through every middleware, as if nobody had looked at it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

Environ = dict[str, Any]


@dataclass(frozen=True)
class EarlyAnswer:
    status: HTTPStatus
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Responder = Callable[[Environ], EarlyAnswer | None]
_responders: list[tuple[str, Responder]] = []


def register_early_answer(path_prefix: str, respond: Responder) -> None:
    """Have requests whose path begins so answered by ``respond``; where it gives None they go the ordinary way."""
    if (path_prefix, respond) not in _responders:
        _responders.append((path_prefix, respond))


def answer_early(environ: Environ) -> EarlyAnswer | None:
    path = environ.get("PATH_INFO", "")
    answers = (respond(environ) for path_prefix, respond in _responders if path.startswith(path_prefix))
    return next((answer for answer in answers if answer is not None), None)


class EarlyAnswersApplication:
    """The WSGI application: answers early, or hands on."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        answer = answer_early(environ)
        if answer is None:
            return self.application(environ, start_response)
        headers = HEADERS | answer.headers | {"Content-Length": str(len(answer.body))}
        start_response(f"{answer.status.value} {answer.status.phrase}", list(headers.items()))
        return [answer.body]
