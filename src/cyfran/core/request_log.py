"""What the log says of a request: its identifier and who was signed in, never an address, a code or anybody's words."""

import json
import logging
import secrets
import traceback
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

NOWHERE = "-"
WITH_PATHS = (
    "django.request",
    "django.security",
    "django.server",
    "csp",
)  # loggers of Django that write paths


@dataclass
class RequestFacts:
    """A request as the log names it: its identifier, the number of the account, the name of its page."""

    identifier: str
    user: str = NOWHERE
    page: str = NOWHERE


_current: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)


def begin_request() -> RequestFacts:
    facts = RequestFacts(secrets.token_hex(6))
    _current.set(facts)
    return facts


def end_request(**_: object) -> None:
    """Forget the request. Called once its answer is sent, as Django logs refusals after every middleware."""
    _current.set(None)


def current_request() -> RequestFacts:
    return _current.get() or RequestFacts(NOWHERE)


class SafeFormatter(logging.Formatter):
    """Writes a line with time, level, request and user. A traceback goes without messages, which quote what was sent."""

    def format(self, record: logging.LogRecord) -> str:
        return self.as_line(self.facts_of(record))

    def facts_of(self, record: logging.LogRecord) -> dict[str, str]:
        request = current_request()
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request.identifier,
            "user": request.user,
            "page": request.page,
            "message": self._message_of(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            facts["traceback"] = safe_traceback(record.exc_info[1])
        return facts

    def _message_of(self, record: logging.LogRecord) -> str:
        """Return the message; of Django's own, which end in the path, what comes before it."""
        if record.name.startswith(WITH_PATHS) and record.args:
            return str(record.msg).partition("%s")[0].rstrip(": ") or str(record.args[0])
        return record.getMessage()

    def as_line(self, facts: dict[str, str]) -> str:
        begin = "{time} {level} {logger} request={request} user={user} page={page}: {message}".format(**facts)
        return f"{begin}\n{facts['traceback']}" if "traceback" in facts else begin


class JsonFormatter(SafeFormatter):
    """Writes the same as one object of JSON on a line, for programs."""

    def as_line(self, facts: dict[str, str]) -> str:
        return json.dumps(facts, ensure_ascii=False)


def safe_traceback(error: BaseException) -> str:
    """Return where an error came from and its class, without its message: a database quotes in it what was sent."""
    lines = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return "".join(lines) + type(error).__name__
