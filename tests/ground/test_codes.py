"""Join codes and personal codes: given once on the whole site, found however they are typed, and hard to guess."""

from datetime import UTC, datetime, timedelta

import pytest

from cyfran.discover.conversations.models import Conversation
from cyfran.discover.rooms.models import Room
from cyfran.discover.surveys.models import Survey
from cyfran.ground.people import actions, queries
from cyfran.ground.people.models import FailedAttempt, JoinCode

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

    assert (here.status_code, elsewhere.status_code) == (409, 422)


@pytest.mark.django_db
def test_attempts_are_forgotten_after_minutes():
    actions.record_failed_attempt(digest="a", at=AT)

    actions.drop_old_attempts(at=AT + queries.ATTEMPTS_KEPT)
    kept = FailedAttempt.objects.count()
    actions.drop_old_attempts(at=AT + queries.ATTEMPTS_KEPT + timedelta(seconds=1))

    assert (kept, FailedAttempt.objects.count()) == (1, 0)
