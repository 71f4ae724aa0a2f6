"""Signing in with a second step: set up, asked for, recovered from, and demanded where the site wants it."""

import re
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cyfran.core.audit.models import AuditEvent
from cyfran.ground.notifications.queries import frequency_of
from cyfran.ground.notifications.tasks import token_of
from cyfran.ui.second_factor import remove_second_factor

ON, OFF = "/en/security/second-step/on/", "/en/security/second-step/off/"


def code_of(secret):
    """Return what an app shows now for this key (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def fresh_counters(db):
    cache.clear()


def sign_in(client, email):
    """Ask for a code by e-mail and enter it; return the answer."""
    mail.outbox.clear()
    client.post("/en/sign-in/", {"email": email})
    code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    return client.post("/en/sign-in/code/", {"code": code})


def turn_on(client):
    """Set up the second step as the page asks; return the key that an app would keep."""
    page = client.get(ON).content.decode()
    secret = re.search(r'<code class="cy-key">(\w+)</code>', page)[1]
    answer = client.post(ON, {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_another_code_is_sent_and_another_address_can_be_used(universe, client):
    client.post("/en/sign-in/", {"email": "officer@exmaple.org"})
    page = client.get("/en/sign-in/code/").content.decode()
    client.post("/en/sign-out/", {"next": "/en/sign-in/"})
    back = client.get("/en/sign-in/")
    mail.outbox.clear()
    client.post("/en/sign-in/", {"email": "officer@example.org"})
    client.post("/en/sign-in/code/", {"action": "resend"})
    code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]

    assert "officer@exmaple.org" in page and "Use another address" in page
    assert back.status_code == 200
    assert len(mail.outbox) == 2
    assert client.post("/en/sign-in/code/", {"code": code}).status_code == 302
    assert client.get("/en/notifications/").status_code == 200


@pytest.fixture
def officer(universe, client):
    sign_in(client, "officer@example.org")
    return client


def test_the_second_step_is_asked_for_after_the_code_by_e_mail(officer, client, django_user_model):
    secret = turn_on(officer)
    officer.post("/en/sign-out/")

    after_first = sign_in(client, "officer@example.org")
    half = client.get("/en/notifications/").status_code
    asked = client.get(after_first["Location"]).content.decode()
    wrong = client.post(after_first["Location"], {"code": "000000"})
    cache.clear()  # the app would wait: a code is used once
    right = client.post(after_first["Location"], {"code": code_of(secret)})

    assert after_first["Location"] == "/en/sign-in/second-step/"
    assert half == 403
    assert "Code from the app" in asked
    assert wrong.status_code == 200
    assert right.status_code == 302
    assert client.get("/en/notifications/").status_code == 200


def test_a_recovery_code_works_once(officer, client):
    turn_on(officer)
    page = officer.get("/en/security/recovery-codes/").content.decode()
    codes = re.findall(r'<code class="cy-key">(\d+)</code>', page)
    officer.post("/en/sign-out/")

    sign_in(client, "officer@example.org")
    first = client.post("/en/sign-in/second-step/", {"code": codes[0]})
    client.post("/en/sign-out/")
    cache.clear()
    sign_in(client, "officer@example.org")
    again = client.post("/en/sign-in/second-step/", {"code": codes[0]})

    assert len(codes) == 10
    assert (first.status_code, again.status_code) == (302, 200)


def test_the_keys_are_stored_encrypted(officer):
    secret = turn_on(officer)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert Authenticator.objects.count() == 2
    assert secret not in stored


def test_turning_it_off_asks_for_a_code_again_and_is_in_the_log(officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret = turn_on(officer)
    session = officer.session
    session["account_authentication_methods"] = []  # as if some time had passed
    session.save()

    asked = officer.get(OFF, follow=True)
    cache.clear()
    officer.post(asked.redirect_chain[-1][0], {"code": code_of(secret)})
    officer.post(OFF)

    assert "Show that it is you" in asked.content.decode()
    assert not Authenticator.objects.filter(type="totp").exists()
    kinds = list(AuditEvent.objects.filter(kind__startswith="account.second").values_list("kind", flat=True))
    assert kinds[0] == "account.second_factor_added" and "account.second_factor_removed" in kinds


@pytest.mark.parametrize(
    ("email", "is_led"),
    [
        ("operator@example.org", True),
        ("officer@example.org", True),
        ("board@example.org", True),
        ("member@example.org", False),
        ("observer@example.org", False),
    ],
)
def test_those_who_see_personal_data_or_decide_need_it_where_the_site_wants_it(
    email, is_led, universe, client, settings
):
    settings.CYFRAN_SECOND_FACTOR = True
    sign_in(client, email)

    opened = client.get("/en/partnerships/dyffryn-gwynlas/")
    missing = client.get("/en/no/such/page/")

    assert opened.status_code == (302 if is_led else 200)
    assert missing.status_code == (302 if is_led else 404)
    if is_led:
        assert opened["Location"] == ON
        assert client.get("/en/about/privacy/").status_code == 200
        assert client.get(f"/en/take-part/{universe.conversation.join_code}/").status_code == 200
        turn_on(client)
        assert client.get("/en/partnerships/dyffryn-gwynlas/").status_code == 200


def test_nobody_who_only_reads_is_asked(universe, client, settings):
    settings.CYFRAN_SECOND_FACTOR = True

    assert client.get("/en/partnerships/dyffryn-gwynlas/").status_code == 200


def test_other_sessions_are_listed_and_ended(officer, client, django_user_model):
    elsewhere = Client(headers={"user-agent": "A lost telephone"})
    sign_in(elsewhere, "officer@example.org")

    page = officer.get("/en/security/sessions/").content.decode()
    officer.post("/en/security/sessions/")

    assert "A lost telephone" in page
    assert elsewhere.get("/en/notifications/").status_code == 403
    assert officer.get("/en/notifications/").status_code == 200


def test_who_has_lost_everything_is_let_in_again_and_signed_out_elsewhere(officer, universe):
    turn_on(officer)
    user = universe.users["officer"]

    number = remove_second_factor(user, at=datetime.now(UTC))

    assert number == 2
    assert not UserSession.objects.filter(user=user).exists()
    assert officer.get("/en/notifications/").status_code == 403
    assert sign_in(officer, user.email)["Location"] != "/en/sign-in/second-step/"


def test_a_session_from_before_does_not_become_a_full_one(officer, settings):
    """Someone who reads another's e-mail signed in first; then the owner sets up the second step."""
    settings.CYFRAN_SECOND_FACTOR = True
    thief = Client()
    sign_in(thief, "officer@example.org")
    turn_on(officer)

    answer = thief.get("/en/partnerships/dyffryn-gwynlas/members/")

    assert answer["Location"] == "/en/sign-in/again/code/"
    assert officer.get("/en/partnerships/dyffryn-gwynlas/members/").status_code == 200


def test_digests_are_stopped_without_a_second_step(officer, universe, settings):
    settings.CYFRAN_SECOND_FACTOR = True
    user = universe.users["officer"]

    officer.post(f"/en/notifications/unsubscribe/{token_of(user)}/")

    assert frequency_of(user) == "off"
