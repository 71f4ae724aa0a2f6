"""Signing in at one's own organisation, against a real OpenID Connect server (npm's oidc-provider)."""

import shutil
import socket
import subprocess
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken

from cyfran.config import environment
from hatch_build import node_commands
from tests.beside import ROOT

pytestmark = pytest.mark.process
HERE = ROOT / "tests/oidc"
BACK = "http://testserver/sign-in/organisation/back/"


@pytest.fixture(scope="module")
def organisation(tmp_path_factory):
    """The address of a server at which anybody signs in under the name they type."""
    folder = tmp_path_factory.mktemp("oidc")
    for name in ("package.json", "package-lock.json", ".npmrc", "server.mjs"):
        shutil.copy(HERE / name, folder)
    node, npm = node_commands()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, "ci", *quiet], cwd=folder, check=True)
    port = free_port()
    command = [*node, "server.mjs", str(port), BACK]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout.readline().strip() == "listening"
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.communicate()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(autouse=True)
def configured(universe, organisation, settings, monkeypatch):
    monkeypatch.setenv("CYFRAN_OIDC_CLIENT", "cyfran")
    monkeypatch.setenv("CYFRAN_OIDC_SECRET", "a secret of the tests")
    settings.CYFRAN_OIDC_URL, settings.CYFRAN_OIDC_NAME = organisation, "Health Board"
    settings.CYFRAN_OIDC_DOMAINS = ["example.org"]
    settings.SOCIALACCOUNT_PROVIDERS = environment.organisation(organisation, "Health Board")


def sign_in(client, name, second=False, go="yes", next_page="/cy/partnerships/"):
    """Press the button on our page, sign in at the organisation, and come back; return our answer."""
    leaving = client.post("/sign-in/organisation/", {"next": next_page})
    browser = requests.Session()
    page = browser.get(leaving.url)
    answer = browser.post(
        page.url, {"name": name, "go": go, **({"second": "on"} if second else {})}, allow_redirects=False
    )
    while not answer.headers["Location"].startswith(BACK):
        answer = browser.get(urljoin(answer.url, answer.headers["Location"]), allow_redirects=False)
    parts = urlsplit(answer.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_the_button_is_there_where_the_site_has_an_organisation(client, settings):
    page = client.get("/en/sign-in/?next=/en/places/").content.decode()
    settings.CYFRAN_OIDC_URL = ""

    assert "Sign in at your organisation: Health Board" in page
    assert 'value="/en/places/"' in page
    assert "at your organisation" not in client.get("/en/sign-in/").content.decode()


def test_a_member_signs_in_and_goes_on_to_where_they_were(universe, client):
    answer = sign_in(client, "officer@example.org")

    assert answer.url == "/cy/partnerships/"
    assert signed_in_as(client) == str(universe.users["officer"].pk)


def test_of_the_organisations_account_only_the_number_is_kept(client):
    sign_in(client, "officer@example.org")
    client.post("/en/sign-out/")
    sign_in(client, "officer@example.org")

    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("officer@example.org", {})
    assert not SocialToken.objects.exists()


@pytest.mark.parametrize(
    "name", ["nobody@example.org", "officer@elsewhere.example", "officer@sub.example.org"]
)
def test_whom_nobody_added_or_who_is_of_another_domain_is_told_so(name, client):
    answer = sign_in(client, name)

    assert answer.status_code == 403
    assert "Ni allwch fewngofnodi yma eto" in answer.content.decode()  # in the language in which they left
    assert signed_in_as(client) is None
    assert not SocialAccount.objects.exists()


def test_an_organisation_speaks_for_its_own_domains_alone(universe, client, settings):
    settings.CYFRAN_OIDC_DOMAINS = ["health.example"]

    assert sign_in(client, "officer@example.org").status_code == 403
    assert signed_in_as(client) is None


def test_a_domain_that_is_taken_from_the_organisation_is_taken_at_once(client, settings):
    sign_in(client, "officer@example.org")
    client.post("/en/sign-out/")
    settings.CYFRAN_OIDC_DOMAINS = []

    assert sign_in(client, "officer@example.org").status_code == 403


@pytest.mark.parametrize(("second", "where"), [(True, 200), (False, 302)])
def test_the_second_factor_of_the_organisation_counts_where_it_says_so(second, where, client, settings):
    settings.CYFRAN_SECOND_FACTOR = True

    sign_in(client, "officer@example.org", second=second)

    assert client.get("/en/partnerships/dyffryn-gwynlas/members/").status_code == where


def test_who_changes_their_mind_is_back_at_the_form(client):
    answer = sign_in(client, "officer@example.org", go="no")

    assert client.get(answer.url).url in ("/en/sign-in/", "/cy/sign-in/")
    assert signed_in_as(client) is None


def test_an_answer_that_nobody_asked_for_is_refused(client):
    answer = client.get("/sign-in/organisation/back/?code=x&state=y")

    assert answer.status_code == 401
    assert "did not sign you in" in answer.content.decode()


def test_an_organisation_that_does_not_answer_is_said_to(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = environment.organisation(f"http://127.0.0.1:{free_port()}", "Away")

    answer = client.post("/sign-in/organisation/")

    assert answer.status_code == 401
    assert "did not sign you in" in answer.content.decode()


def test_there_is_no_page_for_an_organisation_that_is_not_set(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert client.post("/sign-in/organisation/").status_code == 404
    assert client.get("/sign-in/another/").status_code == 404


def test_the_policy_lets_the_form_lead_to_the_organisation():
    assert environment.origins("https://login.example/tenant/v2.0") == ["https://login.example"]
    assert environment.origins("") == []
