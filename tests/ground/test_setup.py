"""Setting up a site, by its operators."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cyfran.core.site.actions import new_reference, record_error, record_job_error
from cyfran.core.site.models import SetupConfirmation, SiteDetails, SiteError, SiteLogo
from cyfran.ground.people.models import ConsentText
from cyfran.ground.people.queries import consent_text
from cyfran.ground.places.models import Place
from cyfran.ground.setup.queries import setup_state

DETAILS = {
    "name_en": "Say it in Powys",
    "name_cy": "Dweud eich dweud ym Mhowys",
    "controller_en": "Powys Health Board",
    "controller_cy": "Bwrdd Iechyd Powys",
    "contact": "post@example.org",
    "privacy_notice_en": "We keep it for two years.\nYou may complain.",
    "privacy_notice_cy": "Rydyn ni'n ei gadw am ddwy flynedd.\nCewch gwyno.",
}


@pytest.fixture
def operator(client, universe):
    client.force_login(universe.operator)
    return client


def test_the_details_of_a_site_are_shown_on_its_pages(operator):
    sent = operator.post("/en/site/details/", DETAILS)

    privacy, home = operator.get("/cy/about/privacy/").content.decode(), operator.get("/en/").content.decode()
    assert sent.status_code == 302
    assert "Bwrdd Iechyd Powys" in privacy
    assert "<p>Cewch gwyno.</p>" in privacy
    assert "post@example.org" in privacy
    assert "- Say it in Powys</title>" in home
    assert setup_state().details


def test_incomplete_details_are_kept_in_the_form(operator):
    answer = operator.post("/en/site/details/", DETAILS | {"name_cy": ""})

    assert answer.status_code == 422
    assert "Say it in Powys" in answer.content.decode()
    assert not SiteDetails.objects.exists()


def test_new_details_leave_the_earlier_on_record(operator):
    operator.post("/en/site/details/", DETAILS)
    operator.post("/en/site/details/", DETAILS | {"name_en": "Another name"})

    assert SiteDetails.objects.count() == 2
    assert "- Another name</title>" in operator.get("/en/").content.decode()


def test_the_consent_text_is_reviewed_as_it_is_or_published_in_other_words(operator):
    published = consent_text()
    # As a browser sends several lines
    texts = {
        "wording_en": published.wording_en.replace("\n", "\r\n"),
        "wording_cy": published.wording_cy.replace("\n", "\r\n"),
    }

    operator.post("/en/site/consent/", texts)
    reviewed = (ConsentText.objects.count(), setup_state().consent)
    operator.post("/en/site/consent/", texts | {"wording_en": "Our own words"})

    assert reviewed == (published.version, True)
    assert consent_text().wording_en == "Our own words"


def test_a_test_e_mail_is_sent_and_confirmed(operator, universe, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    operator.post("/en/site/email/")
    operator.post("/en/site/email/", {"arrived": "yes"})

    assert [message.to for message in mail.outbox] == [[universe.operator.email]]
    assert SetupConfirmation.objects.get().step == "email_arrived"


def test_a_server_that_does_not_answer_is_named(operator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = operator.post("/en/site/email/").content.decode()

    assert "The e-mail was not sent:" in page
    assert "CYFRAN_EMAIL_HOST" in page
    assert not setup_state().email


def test_only_operators_set_up(client, universe):
    client.force_login(universe.users["officer"])

    answers = [
        getattr(client, method)(f"/en/site/{page}").status_code
        for page in ("", "details/", "consent/", "email/", "errors/")
        for method in ("get", "post")
    ]

    assert set(answers) == {403}


def test_an_operator_adds_the_places_of_wales(operator, client, universe):
    operator.post("/en/places/wales/")

    assert Place.objects.filter(code="W92000004").exists()
    client.force_login(universe.users["officer"])
    assert client.post("/en/places/wales/").status_code == 403


# --- Errors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def failing_page(monkeypatch):
    """A page that fails, with somebody's words in the message of its error."""

    def fail(*_arguments):
        raise RuntimeError("Mair said something")

    monkeypatch.setattr("cyfran.ground.places.queries.place_trees", fail)
    return "/en/places/"


def test_an_unexpected_error_shows_a_reference_that_operators_find(client, operator, failing_page):
    client.raise_request_exception = False

    answer = client.get(failing_page)
    listed = client.get("/en/site/errors/").content.decode()

    error = SiteError.objects.get()
    assert answer.status_code == 500
    assert error.reference in answer.content.decode()
    assert error.reference in listed
    assert (error.place, error.error.partition(" ")[0]) == ("places:list", "RuntimeError")
    assert "Mair" not in listed


def test_an_error_that_cannot_be_kept_is_still_answered(client, universe, failing_page, monkeypatch):
    def fail(**_fields):
        raise OSError("disk full")

    monkeypatch.setattr("cyfran.ui.views.record_error", fail)
    client.raise_request_exception = False

    answer = client.get(failing_page)

    assert answer.status_code == 500
    assert b"Reference" in answer.content


def test_background_work_that_fails_each_second_is_kept_once_an_hour(universe):
    for minute in (0, 1, 59, 61):
        at = datetime(2026, 11, 1, 9, tzinfo=UTC) + timedelta(minutes=minute)
        record_job_error(place="send_letters", error=ValueError("x"), at=at)

    assert SiteError.objects.count() == 2


def test_old_errors_are_forgotten(universe):
    for day in (1, 200):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
        record_error(reference=new_reference(), place="", error=ValueError("x"), at=at)

    assert SiteError.objects.count() == 1


def picture(size=(2000, 500), kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "purple").save(buffer, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", buffer.getvalue())


def shown_logo(client):
    """The address of the logo at the top of a page, or nothing."""
    return (re.findall(r'src="(/logo/\d+\.png)"', client.get("/en/").content.decode()) or [""])[0]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_stands_at_the_top_of_every_page_small_and_as_a_png(kind, operator):
    operator.post("/en/site/details/", DETAILS)
    before = shown_logo(operator)

    operator.post("/en/site/logo/", {"file": picture(kind=kind)})

    answer = operator.get(shown_logo(operator))
    with Image.open(io.BytesIO(answer.content)) as logo:
        assert (logo.format, logo.size) == ("PNG", (448, 112))
    assert before == ""
    assert "max-age=86400" in answer["Cache-Control"]


def test_a_logo_is_removed(operator):
    operator.post("/en/site/details/", DETAILS)
    operator.post("/en/site/logo/", {"file": picture()})
    address = shown_logo(operator)

    operator.post("/en/site/logo/", {"remove": "yes"})

    assert shown_logo(operator) == ""
    assert operator.get(address).status_code == 200  # pages that are still open show it
    assert SiteLogo.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload='alert(1)'/>", b"\x89PNG broken"])
def test_what_is_no_picture_becomes_no_logo(content, operator):
    answer = operator.post("/en/site/logo/", {"file": SimpleUploadedFile("logo.png", content)})

    assert answer.status_code == 422
    assert not SiteLogo.objects.exists()


def test_only_operators_change_the_logo(universe, client):
    client.force_login(universe.users["officer"])

    assert client.post("/en/site/logo/", {"file": picture()}).status_code == 403


@pytest.mark.parametrize("contact", ["x", "nowhere", "12"])
def test_a_contact_that_reaches_nobody_is_refused(contact, operator):
    assert operator.post("/en/site/details/", DETAILS | {"contact": contact}).status_code == 422
    assert not SiteDetails.objects.exists()
