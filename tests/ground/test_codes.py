"""Join codes and personal codes: given once on the whole site, found however they are typed, and hard to guess."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cyfran.discover.conversations.actions import give_code
from cyfran.discover.conversations.models import Conversation
from cyfran.discover.rooms.models import Room
from cyfran.discover.surveys.models import Survey
from cyfran.ground.people import actions, queries
from cyfran.ground.people.models import Circumstance, FailedAttempt, JoinCode, Participant
from cyfran.ground.people.views import participant_on_device, set_participant_cookie
from cyfran.ui.client_address import client_address

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
START = "/en/take-part/"


@pytest.mark.django_db
def test_a_join_code_that_is_taken_is_drawn_again():
    drawn = iter(["AAAAAA", "AAAAAA", "BBBBBB"])

    codes = [actions.give_join_code(at=AT, draw=lambda _length: next(drawn)) for _ in range(2)]

    assert codes == ["AAAAAA", "BBBBBB"]


def test_every_join_code_of_the_story_is_in_the_one_list(universe):
    given = [
        code
        for table in (Conversation, Room, Survey)
        for code in table.objects.values_list("join_code", flat=True)
    ]

    assert sorted(given) == sorted(JoinCode.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("table", "page"),
    [(Conversation, "take-part"), (Room, "room"), (Survey, "survey")],
    ids=["conversation", "room", "survey"],
)
def test_a_typed_code_leads_to_what_it_is_of(table, page, universe, client):
    code = table.objects.first().join_code

    answer = client.post(START, {"code": f" {code[:3].lower()} {code[3:].lower()} "})

    assert answer.status_code == 302
    assert f"/{page}/{code}/" in answer["Location"]


@pytest.mark.parametrize("address", ["/t/{}/", "/r/{}/", "/s/{}/"])
def test_the_address_of_a_code_counts_wrong_ones_whatever_it_would_lead_to(address, universe, client):
    assert client.get(address.format("WRONG1")).status_code == 404
    assert FailedAttempt.objects.count() == 1


def test_attempts_are_counted_in_the_database_under_a_digest(universe, client):
    client.post(START, {"code": "WRONGWRONG"}, REMOTE_ADDR="192.0.2.7")

    (attempt,) = FailedAttempt.objects.all()
    assert "192.0.2.7" not in str(vars(attempt))
    assert queries.number_of_failed_attempts(attempt.digest, attempt.at) == 1
    assert queries.number_of_failed_attempts(attempt.digest, attempt.at + queries.ATTEMPTS_KEPT) == 0


def test_personal_codes_are_guessed_thirty_times_at_most_from_one_address(universe, client):
    FailedAttempt.objects.bulk_create(
        FailedAttempt(digest=queries.attempts_digest("192.0.2.7", "personal"), at=datetime.now(UTC))
        for _ in range(30)
    )

    here = client.post(START, {"code": "WRONGWRONG"}, REMOTE_ADDR="192.0.2.7")
    elsewhere = client.post(START, {"code": "WRONGWRONG"}, REMOTE_ADDR="192.0.2.8")

    assert (here.status_code, elsewhere.status_code) == (429, 422)


@pytest.mark.django_db
def test_attempts_are_forgotten_after_minutes():
    actions.record_failed_attempt(digest="a", at=AT)

    actions.drop_old_attempts(at=AT + queries.ATTEMPTS_KEPT)
    kept = FailedAttempt.objects.count()
    actions.drop_old_attempts(at=AT + queries.ATTEMPTS_KEPT + timedelta(seconds=1))

    assert (kept, FailedAttempt.objects.count()) == (1, 0)


# --- Behind proxies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first is the client's own claim
        (2, "203.0.113.9, 198.51.100.2", "203.0.113.9"),
        (2, "198.51.100.2", "192.0.2.1"),  # it came past one of them
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "no address", "no address"),
    ],
)
def test_a_client_is_known_by_the_address_that_the_outermost_proxy_heard_from(
    proxies, forwarded, address, settings, rf
):
    settings.CYFRAN_PROXIES = proxies
    request = rf.get(
        "/", headers={"X-Forwarded-For": forwarded} if forwarded else {}, REMOTE_ADDR="192.0.2.1"
    )

    assert client_address(request) == address


def test_behind_a_proxy_one_visitor_who_guesses_refuses_nobody_else(universe, client, settings):
    settings.CYFRAN_PROXIES = 1
    FailedAttempt.objects.bulk_create(
        FailedAttempt(digest=queries.attempts_digest("203.0.113.9", "join"), at=datetime.now(UTC))
        for _ in range(3000)
    )
    address = f"/t/{universe.conversation.join_code}/"

    guessing, other = (
        client.get(address, headers={"X-Forwarded-For": f"10.1.1.1, {client_ip}"}).status_code
        for client_ip in ("203.0.113.9", "203.0.113.10")
    )

    assert (guessing, other) == (429, 200)


def test_forty_five_people_sign_in_within_a_minute_from_one_office(universe):
    answers = {
        Client().post("/en/sign-in/", {"email": f"person{number}@example.org"}).status_code
        for number in range(45)
    }

    assert answers == {302}


def test_codes_of_what_is_open_for_weeks_are_longer(universe, db):
    lengths = [
        len(actions.give_join_code(at=AT)),
        len(actions.give_join_code(length=queries.JoinCodeLength.HOURS, at=AT)),
    ]

    assert lengths == [7, 6]


# --- Another secret key -------------------------------------------------------------------------------------------


@pytest.fixture
def rotated(settings):
    """The site gets another key, and keeps the one before to read what was kept under it."""

    def rotate():
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        settings.SECRET_KEY = "another key, " * 5

    return rotate


def test_codes_cookies_and_circumstances_outlive_a_change_of_the_secret_key(universe, rotated):
    browser = Client()
    browser.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on"})
    participant = Participant.objects.latest("joined_at")
    actions.record_circumstances(participant=participant, answers={"language": "cy"}, at=AT)
    code = give_code(participant=participant, at=AT)

    rotated()
    actions.record_circumstances(participant=participant, answers={"language": "en", "age": "65"}, at=AT)

    assert queries.participant_with_code(code) == participant
    assert participant_on_device(with_cookies_of(browser)) == participant
    known = {row.dimension: row.category for row in queries.circumstances_of(participant)}
    assert known == {"language": "cy", "age": "65"}
    actions.forget(participant=participant, at=AT)
    assert not Circumstance.objects.filter(key__in=queries.circumstances_keys(participant)).exists()


def with_cookies_of(browser):
    request = RequestFactory().get("/")
    request.COOKIES.update({name: morsel.value for name, morsel in browser.cookies.items()})
    return request


def test_under_https_a_cookie_is_for_this_host_alone_and_the_one_from_before_still_counts(universe, settings):
    browser = Client()
    browser.post(f"/en/take-part/{universe.conversation.join_code}/", {"record": "on"})
    request = with_cookies_of(browser)
    participant = participant_on_device(request)

    settings.SESSION_COOKIE_SECURE = True
    answer = set_participant_cookie(HttpResponse(), participant)

    assert participant_on_device(request) == participant
    [cookie] = answer.cookies.values()
    assert (cookie.key, cookie["secure"], cookie["path"], cookie["domain"]) == (
        "__Host-cyfran-part",
        True,
        "/",
        "",
    )
