"""The log: enough to find an error by, and nothing of anybody."""

import json
import logging
import re

import pytest
from django.db import DataError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cyfran.core.request_log import JsonFormatter, SafeFormatter, begin_request, current_request, end_request
from cyfran.ui.request_log import RequestLogMiddleware

WORDS = "Rhywbeth a ddywedodd rhywun"


@pytest.fixture
def lines():
    """What the log of the site would say, as lines."""
    written = []

    class Handler(logging.Handler):
        def emit(self, record):
            written.append(SafeFormatter().format(record))

    handler, root = Handler(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_request_is_found_in_the_log_by_what_its_answer_carries(universe, client, lines):
    client.force_login(universe.users["officer"])

    answer = client.get("/en/partnerships/dyffryn-gwynlas/")

    [line] = [line for line in lines if "cyfran.requests" in line]
    identifier = answer["X-Request-ID"]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00 INFO ", line)
    assert (
        f"request={identifier} user={universe.users['officer'].pk} page=partnerships:detail: GET 200 in"
        in line
    )


def test_a_refusal_that_django_logs_names_its_request_and_nothing_stays_for_the_next(universe, client, lines):
    answer = client.post("/en/take-part/", {"code": "ABCD-EFGH"})

    [line] = [line for line in lines if "django.request" in line]
    assert f"request={answer['X-Request-ID']} user=- page=taking-part:start: Unprocessable" in line
    assert current_request().identifier == "-"


def test_no_code_no_address_and_no_words_are_in_the_log(universe, lines):
    client, code = Client(raise_request_exception=False), universe.conversation.join_code
    client.post(f"/en/take-part/{code}/", {"record": "on"})
    client.post(f"/en/take-part/{code}/say/", {"text": WORDS * 20, "language": "cy"})
    client.post("/en/take-part/", {"code": "ABCD-EFGH"})
    client.get("/r/GUESS7/now/")
    client.get("/en/my-place/somebody@example.org/")
    client.post("/en/sign-in/", {"email": "somebody@example.org"})

    said = "\n".join(lines)

    assert "Unprocessable" in said and "Not Found" in said
    for secret in (code, "ABCD", "GUESS7", "somebody@", WORDS):
        assert secret not in said


def test_an_error_is_told_by_its_lines_and_not_by_its_message():
    try:
        raise DataError(f"value too long: {WORDS}")
    except DataError as error:
        record = logging.LogRecord("cyfran", logging.ERROR, "", 0, "It broke", None, (DataError, error, None))

    line = SafeFormatter().format(record)

    assert "test_request_log.py" in line and line.endswith("DataError")
    assert WORDS not in line.replace('"value too long: {WORDS}"', "")


def test_a_program_reads_each_line_as_json():
    begin_request()
    try:
        record = logging.LogRecord("cyfran", logging.ERROR, "", 0, "Said %s", ("ŵ",), None)
        told = json.loads(JsonFormatter().format(record))
    finally:
        end_request()

    assert (told["message"], told["level"], told["page"]) == ("Said ŵ", "ERROR", "-")
    assert len(told["request"]) == 12


@pytest.mark.parametrize(("limit", "level"), [(0, "WARNING"), (60, "INFO")])
def test_slow_requests_can_be_counted(limit, level, lines, settings):
    settings.CYFRAN_SLOW_SECONDS = limit

    RequestLogMiddleware(lambda _request: HttpResponse())(RequestFactory().get("/"))

    assert level in lines[-1]
