"""Every address is named and visited, in both languages, by the person it is for."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from tests.examples.collected import examples_named, merged, united

LANGUAGES = ("en", pytest.param("cy", marks=pytest.mark.no_cover))  # which reaches the same lines
ONLY_POSTED = united("ONLY_POSTED") | set(merged("PRESSED"))
OF_A_PHONE = {"capture:kit"}  # known by a token, not by who is signed in
# Of the library for signing in; the tests in tests/config go through them
OF_SIGN_IN = ("account_", "mfa_", "openid_connect_", "socialaccount_", "usersessions_")
NO_LANGUAGE = {
    "choose_language",
    "site_logo",
    "health",
    "alive",
    "enter",
    "enter_room",
    "enter_survey",
    "room_state",
    "notebook_worker",
}
LEAD_ON = {
    "taking-part:join",
    "taking-part:appeal",
    "events:my_place",
    "rooms-phone:answer",
    "survey:start",
}  # to the next page, or the one before


def named_addresses():
    """Every name in the address book, with the names of its parts."""

    def walk(resolver, prefix="", above=()):
        for pattern in resolver.url_patterns:
            parts = (*above, *pattern.pattern.converters)
            if hasattr(pattern, "url_patterns"):
                namespace = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from walk(pattern, prefix + namespace, parts)
            else:
                yield prefix + (pattern.name or ""), parts

    yield from walk(get_resolver())


NAMES = sorted({name for name, _ in named_addresses()})


@pytest.fixture
def arguments(universe):
    """Something to show for each part of an address: the examples of every chapter."""
    now = timezone.now()
    examples = [addresses(universe, now) for addresses in examples_named("addresses")]
    return {name: parts for addresses in examples for name, parts in addresses.items()}


def address(name, parts, arguments):
    known = arguments.get(name) or arguments.get(name.split(":")[0], {})
    return reverse(name, kwargs={part: known[part] for part in parts})


def signed_in(client, universe, name):
    """The person an address is for."""
    is_of_operators = name in {"places:import", "partnerships:add"} or name.startswith("setup:")
    client.force_login(universe.operator if is_of_operators else universe.users["officer"])
    return client


def taking_part(client, conversation):
    path = reverse("taking-part:join", args=[conversation.join_code])
    client.post(path, {"record": "on"})
    return client


def test_every_address_has_a_name():
    assert [parts for name, parts in named_addresses() if not name or name.endswith(":")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_whom_it_is_for(language, client, universe, arguments):
    answered = {}
    taking_part(signed_in(client, universe, ""), universe.conversation)
    client.post(f"/en/survey/{arguments['survey']['code']}/", {"record": "on"})
    for name, parts in named_addresses():
        if name in ONLY_POSTED | OF_A_PHONE or name.startswith(OF_SIGN_IN):
            continue
        with translation.override(language):
            path = address(name, parts, arguments)
        response = signed_in(client, universe, name).get(path)
        answered[name] = response.status_code
        if (
            response["Content-Type"].startswith("text/html")
            and name not in NO_LANGUAGE
            and response.status_code == 200
        ):
            assert f'<html lang="{language}"'.encode() in response.content, name

    expected = {name: 302 if name in LEAD_ON else 200 for name in answered}
    assert answered == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_to_sign_in_answer(language, client, db):
    found = {}
    for name in NAMES:
        if name.startswith(OF_SIGN_IN):
            with translation.override(language):
                path = reverse(name, args=["organisation"] if name.startswith("openid") else [])
            found[name] = client.get(path).status_code

    assert found == {
        "account_confirm_login_code": 302,
        "account_inactive": 200,
        "account_login": 200,
        "account_logout": 302,
        "account_reauthenticate": 302,
        "account_request_login_code": 200,
        "account_signup": 200,
        "mfa_activate_totp": 302,
        "mfa_authenticate": 302,
        "mfa_deactivate_totp": 302,
        "mfa_generate_recovery_codes": 302,
        "mfa_index": 302,
        "mfa_reauthenticate": 302,
        "mfa_view_recovery_codes": 302,
        "openid_connect_callback": 404,  # this site has no organisation to sign in at
        "openid_connect_login": 404,
        "socialaccount_login_cancelled": 302,
        "usersessions_list": 302,
    }


def test_an_unknown_address_says_so_in_the_language_of_the_reader(client, db):
    response = client.get("/cy/partnerships/nid-yw-yma/")

    assert response.status_code == 404
    assert b'<html lang="cy"' in response.content
