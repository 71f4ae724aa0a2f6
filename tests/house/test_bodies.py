"""What no form of ours sends: every address that takes a body answers it, and no answer is an error of the site."""

import json

import pytest
from django.test import Client

from tests.house.test_addresses import OF_SIGN_IN, address, arguments, named_addresses, signed_in

BOUNDARY = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BODIES = {
    "a form cut off": (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nwords'),
    "no boundary": ("multipart/form-data", b"--x"),
    "more fields than a form has": (FORM, b"&".join(b"f%d=1" % number for number in range(600))),
    "no text": (FORM, b"text=%ff%fe%00&language=%ed%a0%80"),
    "nothing": (JSON, b""),
    "nested": (JSON, b"[" * 100_000),
    "a number that is none": (JSON, b"NaN"),
    "a list": (JSON, json.dumps([[None, {}], 1, "x"]).encode()),
    "wrong types": (JSON, json.dumps({"text": ["x"], "item": {"a": 1}, "entries": 7, "now": 1e400}).encode()),
    "half a sign": (JSON, b'{"text": "\\ud800", "item": "\\u0000"}'),
}
FOR_OPERATORS = {"places:import", "partnerships:add"}
READ_JSON = {"room_votes", "room_words", "capture:send"}
__all__ = ["arguments"]


def client_for(name, clients):
    return clients["setup:" if name in FOR_OPERATORS or name.startswith("setup:") else ""]


@pytest.mark.sqlite_is_enough
@pytest.mark.parametrize("kind", BODIES)
def test_no_body_is_an_error_of_the_site(kind, universe, arguments):
    content_type, body = BODIES[kind]
    clients = {who: signed_in(Client(raise_request_exception=False), universe, who) for who in ("setup:", "")}
    for_json = content_type == JSON
    if for_json:  # what only a phone in the room may send
        code = arguments["room_votes"]["code"]
        clients[""].post(f"/en/room/{code}/", {"language": "en", "record": "on", "table": "1"})

    answers = {
        name: client_for(name, clients)
        .post(address(name, parts, arguments), body, content_type=content_type)
        .status_code
        for name, parts in named_addresses()
        if not name.startswith(OF_SIGN_IN) and (not for_json or name in READ_JSON)
    }

    assert {name: status for name, status in answers.items() if status >= 500} == {}
    assert len(answers) >= (len(READ_JSON) if for_json else 200)
