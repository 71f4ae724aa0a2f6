"""A phone that writes down where there is no signal: what it sends arrives once, whatever happens on the way."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cyfran.core.errors import ActionError
from cyfran.discover.capture import actions, queries
from cyfran.discover.capture.exchange import MOST_BYTES, correct_clock, parse_batch
from cyfran.discover.capture.models import NotebookDevice
from cyfran.discover.events import actions as events
from cyfran.discover.events.models import Contribution

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SEND = "/en/notebook/send/"


@pytest.fixture
def evening(universe):
    return universe.partnership.events.get(name_en="An evening of results")


@pytest.fixture
def connected(universe):
    """A connector's phone, and its token."""
    return actions.connect(by=universe.users["connector"], at=timezone.now())


@pytest.fixture
def send(client, connected):
    def post(entries, now=None, token=connected[1], **more):
        sent = {"now": (now or timezone.now()).isoformat(), "entries": entries}
        bearer = {"Authorization": f"Bearer {token}"}
        return client.post(SEND, json.dumps(sent), content_type="application/json", headers=bearer, **more)

    return post


def entry(evening, **other):
    item = evening.agenda.filter(conversation__isnull=False).first()
    return {
        "key": str(uuid4()),
        "event": str(evening.pk),
        "item": str(item.pk),
        "table": "3",
        "text": "The bus is late",
        "language": "en",
        "verbatim": True,
        "may_quote": True,
        "heard_at": timezone.now().isoformat(),
    } | other


def outcomes(response):
    return [one["kept"] for one in response.json()["outcomes"]]


def test_what_a_phone_sends_again_is_kept_once(evening, send):
    said = entry(evening)

    first, second = send([said]), send([said, said])

    assert (outcomes(first), outcomes(second)) == ([True], [True, True])
    assert Contribution.objects.filter(key=said["key"]).count() == 1


def test_that_something_was_off_the_record_arrives_once_at_its_moment(evening, send):
    happened = entry(evening, moment="off_record", heard_at=(timezone.now() - timedelta(hours=2)).isoformat())
    never = entry(evening, moment="gossip")

    first, second = send([happened, never]), send([happened])

    assert (outcomes(first), outcomes(second)) == ([True, False], [True])
    (mark,) = evening.marks.all()
    assert (mark.moment, mark.table) == ("off_record", 3)
    assert timedelta(minutes=119) < timezone.now() - mark.at < timedelta(minutes=121)
    assert not Contribution.objects.filter(event=evening, key=happened["key"]).exists()


def test_what_was_taken_out_since_does_not_come_back(evening, send, universe):
    said = entry(evening)
    send([said])
    kept = Contribution.objects.get(key=said["key"])
    events.withdraw_contribution(contribution=kept, by=universe.users["officer"], at=NOW)

    again = send([said])

    assert outcomes(again) == [True]
    assert not Contribution.objects.filter(key=said["key"]).exists()


def test_one_that_is_refused_says_why_and_holds_up_no_other(evening, send):
    good, empty, elsewhere = entry(evening), entry(evening, text=" "), entry(evening, event=str(uuid4()))

    answered = send([empty, elsewhere, good])

    assert outcomes(answered) == [False, False, True]
    assert answered.json()["outcomes"][0]["why"] == "Write what was said."


def test_a_phone_whose_clock_is_wrong_is_put_right(evening, send):
    wrong = timezone.now() + timedelta(days=400)
    said = entry(evening, heard_at=(wrong - timedelta(minutes=30)).isoformat())

    send([said], now=wrong)

    ago = timezone.now() - Contribution.objects.get(key=said["key"]).heard_at
    assert timedelta(minutes=29) < ago < timedelta(minutes=31)


@pytest.mark.parametrize("moment", [NOW + timedelta(days=1), datetime(1, 1, 1, tzinfo=UTC)])
def test_nothing_was_heard_in_the_future_or_before_any_notebook(moment):
    assert correct_clock(moment, NOW, NOW) == NOW


def test_what_a_connector_writes_waits_to_be_read(evening, send, universe):
    said = entry(evening)

    send([said])

    statement = Contribution.objects.get(key=said["key"]).statement
    assert (statement.decisions.count(), str(Contribution.objects.get(key=said["key"]).by)) == (
        0,
        universe.users["connector"].name,
    )


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "x" * 100_000])
def test_a_token_nobody_gave_opens_nothing(send, token):
    response = send([], token=token.encode("latin-1").decode("latin-1"))

    assert response.status_code == 401
    assert "connect it again" in response.json()["why"]


def test_a_phone_that_was_let_go_or_ran_out_sends_nothing(evening, send, connected):
    NotebookDevice.objects.update(until=timezone.now())
    ran_out = send([entry(evening)])
    NotebookDevice.objects.all().delete()

    assert (ran_out.status_code, send([entry(evening)]).status_code) == (401, 401)


def test_someone_who_left_the_partnership_writes_no_more(evening, send, universe):
    universe.users["connector"].memberships.update(left_at=NOW)

    assert outcomes(send([entry(evening)])) == [False]


def test_only_the_owner_lets_a_phone_go(universe, connected):
    with pytest.raises(ActionError):
        actions.disconnect(phone=connected[0], by=universe.users["officer"], at=NOW)


def test_a_member_who_writes_nothing_down_connects_no_phone(universe):
    with pytest.raises(ActionError):
        actions.connect(by=universe.users["member"], at=NOW)


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"now": 1, "entries": []}',
    b'{"now": "2026-01-01", "entries": {}}',
    b'{"now": "2026-01-01", "entries": [1]}',
    b'{"now": "2026-01-01", "entries": [{"key": "x"}]}',
    b'{"now": "9999-99-99", "entries": []}',
    b"[" * 100_000,
    b"\xff\xfe",
    b"x" * (MOST_BYTES + 1),
    json.dumps({"now": "2026-01-01", "entries": [{"key": str(uuid4())}] * 51}).encode(),
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_no_phone_of_ours_sends_is_refused(body):
    with pytest.raises(ActionError):
        parse_batch(body)


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "<script>alert(1)</script>"},
        {"text": {"a": 1}},
        {"text": "x" * 2001},
        {"table": -1},
        {"table": "1e9"},
        {"item": "x"},
        {"language": "xx"},
        {"heard_at": "yesterday"},
        {"code": "AAAA-AAAA"},
        {"event": ["x"]},
        {"text": "\x00"},
    ],
)
def test_odd_entries_are_kept_as_words_or_refused_but_never_break(evening, send, odd):
    response = send([entry(evening, **odd)])

    assert response.status_code == 200
    kept = Contribution.objects.filter(statement__text__contains="<script>").count()
    assert outcomes(response) == [kept == 1]


def test_the_kit_holds_what_can_be_asked_and_nobody_s_name(client, connected, evening, universe):
    response = client.get("/en/notebook/kit/", headers={"Authorization": f"Bearer {connected[1]}"})

    kit = response.json()
    assert str(evening.pk) in [one["id"] for one in kit["events"]]
    assert not any(user.name in response.content.decode() for user in universe.users.values())


def test_the_notebook_s_page_is_the_same_for_everyone(client, universe):
    nobody = client.get("/cy/notebook/").content
    client.force_login(universe.users["connector"])

    assert client.get("/cy/notebook/").content == nobody


def test_phones_of_others_are_not_shown(universe, connected):
    assert list(queries.phones_of(universe.users["officer"], timezone.now())) == []
