"""A live room: many phones, one question, nothing lost and nothing counted twice."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from cyfran.core.errors import ActionError
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Participation, Statement, Vote
from cyfran.discover.events.models import Attendance, Contribution
from cyfran.discover.rooms import actions, queries
from cyfran.discover.rooms.analysis import bars
from cyfran.discover.rooms.exchange import MOST_VOTES, read_votes
from cyfran.discover.rooms.models import Room, RoomSeat
from cyfran.discover.rooms.views import early
from cyfran.ground.people.actions import give_consents
from cyfran.ground.people.models import FailedAttempt
from cyfran.ground.people.queries import attempts_digest, consent_text
from cyfran.ui.early_answers import EarlyAnswersApplication, answer_early

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details)
    return refused.value.code


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """No room is in the cache, and the connection with the test's own transaction stays open."""
    early._cache.clear()
    monkeypatch.setattr(early, "close_old_connections", lambda: None)


@pytest.fixture
def officer(universe):
    return {"by": universe.users["officer"], "at": NOW}


@pytest.fixture
def room(universe):
    return Room.objects.get(event__partnership=universe.partnership)


@pytest.fixture
def asked(room):
    return queries.step_of(room).item


@pytest.fixture
def statements(asked, officer):
    return [
        conversations.add_seed(conversation=asked.conversation, text=f"S{i}", language="en", **officer)
        for i in range(3)
    ]


@pytest.fixture
def lead(universe, client, room):
    """The pages of whoever leads."""
    client.force_login(universe.users["officer"])
    return f"/en/partnerships/dyffryn-gwynlas/events/{room.event_id}/room/"


def sits_down(room, table=None, language="cy"):
    given = {"record", "quote"}
    return actions.join_room(
        room=room,
        participant=None,
        consent_text=consent_text(),
        given=given,
        table=table,
        language=language,
        at=NOW,
    )


def votes(seat, statement, answer):
    told = {
        "ballot": queries.statements_to_vote_on(seat.room),
        "answers": [(statement.pk, answer)],
        "at": NOW,
    }
    return actions.vote(room=seat.room, participant_pk=seat.participant_id, **told)


def phone(room, table=""):
    """A phone that came in through the pages."""
    browser = Client()
    browser.post(f"/en/room/{room.join_code}/", {"language": "en", "record": "on", "table": table})
    return browser


def send(browser, room, answers):
    sent = json.dumps([[str(pk), answer] for pk, answer in answers])
    return browser.post(f"/r/{room.join_code}/votes/", sent, content_type="application/json")


def now(room, browser=None, **headers):
    """Look as a phone does: answered before Django begins where it is somebody who takes part, else as any page."""
    browser, path = browser or Client(), f"/r/{room.join_code}/now/"
    early_answer = answer_early(environ_of(browser, "GET", path, **headers))
    if early_answer is None:
        return browser.get(path, headers=headers)
    return HttpResponse(early_answer.body, status=early_answer.status, headers=early_answer.headers)


def environ_of(browser, method, path, body=b"", **headers):
    """What the web server gives for a request of this browser."""
    factory = RequestFactory(headers=headers)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    request = factory.generic(method, path, body, content_type="application/json", HTTP_COOKIE=cookies)
    return request.environ


# --- Coming in ----------------------------------------------------------------------------------------------------


def test_coming_in_needs_no_account_and_counts_as_being_there(room):
    browser = phone(room, table="4")

    assert browser.get(f"/en/room/{room.join_code}/answer/").status_code == 200
    assert RoomSeat.objects.get(room=room).table == 4
    assert Attendance.objects.filter(event=room.event).count() == 1


def test_without_permission_to_keep_what_is_said_nobody_comes_in(room):
    browser = Client()

    answer = browser.post(f"/en/room/{room.join_code}/", {"language": "en"})

    assert answer.status_code == 422
    assert not RoomSeat.objects.filter(room=room).exists()


def test_the_same_phone_keeps_its_seat(room):
    browser = phone(room, table="4")
    browser.post(f"/en/room/{room.join_code}/?change", {"language": "cy", "record": "on", "table": "5"})

    assert list(RoomSeat.objects.filter(room=room).values_list("table", "language")) == [(5, "cy")]


def test_a_typed_code_leads_into_the_room(room, client):
    assert (
        client.post("/en/take-part/", {"code": room.join_code.lower()}).url == f"/en/room/{room.join_code}/"
    )


def test_guessing_codes_is_stopped_and_a_full_hall_is_not(room):
    seated = phone(room)
    guesses = [Client().get(f"/r/AAA{i}/now/").status_code for i in range(100, 402)]

    assert guesses[:300] == [404] * 300
    assert set(guesses[300:]) == {429}
    assert Client().get(f"/en/room/{room.join_code}/").status_code == 200  # others of the hall come in
    assert now(room, seated).status_code == 200


def test_a_program_that_guesses_is_refused_right_codes_too_but_nobody_who_is_seated(room):
    seated = phone(room)
    digest = attempts_digest("127.0.0.1", "join")
    FailedAttempt.objects.bulk_create(FailedAttempt(digest=digest, at=timezone.now()) for _ in range(3000))

    assert Client().get(f"/en/room/{room.join_code}/").status_code == 429
    assert now(room).status_code == 429  # not answered early, from memory, to whoever asks
    assert now(room, seated).status_code == 200


def test_many_behind_one_address_come_in_with_a_right_code(room):
    assert {Client().get(f"/en/room/{room.join_code}/").status_code for _ in range(40)} == {200}


# --- What is asked now --------------------------------------------------------------------------------------------


def test_phones_see_what_is_asked_and_hear_when_nothing_changed(room, asked, statements):
    seated = phone(room)
    first = now(room, seated)

    data = json.loads(first.content)
    assert data["question"]["en"] == asked.conversation.question_en
    assert [s["text"] for s in data["statements"]][-3:] == [s.text for s in statements]
    assert now(room, seated, If_None_Match=first["ETag"]).status_code == 304
    assert "set-cookie" not in {name.lower() for name in first.headers}


def test_what_is_not_let_through_is_on_no_phone(room, asked, statements):
    seat = sits_down(room)
    actions.submit_statement(room=room, participant=seat.participant, item=asked, text="Waits", at=NOW)

    assert "Waits" not in now(room).content.decode()


def test_a_new_statement_a_pause_and_the_end_change_the_mark(room, asked, statements, officer):
    marks = []
    for step in (
        lambda: None,
        lambda: conversations.add_seed(conversation=asked.conversation, text="New", language="cy", **officer),
        lambda: actions.ask(room=room, item=None, **officer),
        lambda: actions.close_room(room=room, **officer),
    ):
        step()
        early._cache.clear()
        marks.append(now(room)["ETag"])

    assert len(set(marks)) == 4
    assert json.loads(now(room).content) == {"over": True, "item": None, "question": None, "statements": []}


def test_words_are_sent_as_data_never_as_markup(room, asked, officer):
    hostile = "</script><img src=x onerror=alert(1)>"
    conversations.add_seed(conversation=asked.conversation, text=hostile, language="en", **officer)

    answer = now(room)

    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.content)["statements"][-1]["text"] == hostile


def test_a_thousand_looks_ask_the_database_once(room, statements, django_assert_max_num_queries):
    seated = phone(room)
    now(room, seated)

    with django_assert_max_num_queries(0):
        for _ in range(50):
            now(room, seated)


# --- Votes and words ----------------------------------------------------------------------------------------------


def early_vote(browser, room, statement, answer, **headers):
    """Send one vote as a phone does, with the token of its page; None where it goes the ordinary way."""
    token = browser.cookies["csrftoken"].value
    body = json.dumps([[str(statement.pk), answer]]).encode()
    environ = environ_of(
        browser, "POST", f"/r/{room.join_code}/votes/", body, **{"X-CSRFToken": token} | headers
    )
    return answer_early(environ), environ


@pytest.fixture
def voter(room, statements):
    """A phone whose first vote has gone the ordinary way."""
    browser = phone(room)
    browser.get(f"/en/room/{room.join_code}/?change")  # a page with a form gives the token
    send(browser, room, [(statements[0].pk, 1)])
    return browser


def votes_on(statement):
    return list(Vote.objects.filter(statement=statement).order_by("id").values_list("answer", flat=True))


def test_another_answer_is_kept_early_and_the_same_one_goes_the_ordinary_way(room, voter, statements):
    (changed, _), (again, environ), (other, _) = (
        early_vote(voter, room, statement, answer)
        for statement, answer in ((statements[0], -1), (statements[0], -1), (statements[1], 0))
    )

    assert json.loads(changed.body) == {"kept": 1, "new": 1}
    assert again is None and json.loads(environ["wsgi.input"].read()) == [[str(statements[0].pk), -1]]
    assert (changed.status, other.status) == (200, 200)
    assert (votes_on(statements[0]), votes_on(statements[1])) == ([1, -1], [0])


def test_a_row_that_was_kept_early_is_as_any_other(room, voter, statements):
    early_vote(voter, room, statements[1], 1)

    ordinary, early_row = Vote.objects.filter(statement__in=statements).order_by("id")
    same = ("conversation_id", "participation_id", "selection_probability")
    assert [getattr(early_row, name) for name in same] == [getattr(ordinary, name) for name in same]
    assert timezone.now() - early_row.at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "headers",
    [{"X-CSRFToken": "x" * 32}, {"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example"}],
)
def test_what_another_page_sends_goes_the_ordinary_way_and_is_refused_there(headers, room, voter, statements):
    answer, _ = early_vote(voter, room, statements[1], 1, **headers)

    assert answer is None
    assert votes_on(statements[1]) == []


def test_nothing_is_kept_early_of_who_has_no_seat_or_no_longer_allows_it(room, voter, statements):
    stranger = Client()
    stranger.post(f"/en/take-part/{statements[0].conversation.join_code}/", {"record": "on"})
    stranger.get(f"/en/room/{room.join_code}/")
    without_seat, _ = early_vote(stranger, room, statements[1], 1)
    seat = RoomSeat.objects.filter(room=room).latest("at")
    give_consents(
        participant=seat.participant,
        text=consent_text(),
        given=set(),
        language="en",
        how="qr",
        at=timezone.now(),
    )
    without_consent, _ = early_vote(voter, room, statements[1], 1)

    assert (without_seat, without_consent, votes_on(statements[1])) == (None, None, [])


def test_where_https_is_asked_for_plain_http_goes_the_ordinary_way(room, voter, statements, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert early_vote(voter, room, statements[1], 1)[0] is None


@pytest.mark.parametrize("length", ["", "x", "-1", "0", "99999999"])
def test_a_body_of_no_length_or_too_long_goes_the_ordinary_way(length, room, voter, statements):
    _, environ = early_vote(voter, room, statements[1], 1)

    assert answer_early(environ | {"CONTENT_LENGTH": length}) is None


def test_the_application_answers_early_or_hands_on(room, voter, statements):
    started = []
    application = EarlyAnswersApplication(lambda environ, start: [b"handed on"])
    look = environ_of(voter, "GET", f"/r/{room.join_code}/now/")

    early_body = b"".join(application(look, lambda status, headers: started.append((status, dict(headers)))))
    handed_on = application(environ_of(voter, "GET", "/en/"), None)

    [(status, headers)] = started
    assert (status, headers["Content-Length"]) == ("200 OK", str(len(early_body)))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert handed_on == [b"handed on"]


def test_votes_are_kept_in_their_order_and_sent_twice_kept_once(room, statements):
    browser = phone(room)
    answers = [(statements[0].pk, 1), (statements[1].pk, -1), (statements[0].pk, 0)]

    first, again = send(browser, room, answers), send(browser, room, answers[-1:])

    assert (first.json(), again.json()) == ({"kept": 3, "new": 3}, {"kept": 1, "new": 0})
    assert list(
        Vote.objects.filter(statement=statements[0]).order_by("id").values_list("answer", flat=True)
    ) == [1, 0]


def test_a_vote_that_arrives_after_the_next_question_was_asked_counts(room, asked, statements, officer):
    browser = phone(room)
    actions.ask(room=room, item=queries.questions(room).exclude(pk=asked.pk).first(), **officer)

    assert send(browser, room, [(statements[0].pk, 1)]).json()["new"] == 1


def test_a_vote_on_something_else_is_none(universe, room, statements):
    elsewhere = Statement.objects.filter(conversation=universe.conversation).first()

    assert send(phone(room), room, [(elsewhere.pk, 1), (uuid4(), 1)]).json() == {"kept": 2, "new": 0}


def test_someone_who_has_no_seat_does_not_vote(room, statements):
    assert send(Client(), room, [(statements[0].pk, 1)]).status_code == 409
    assert not Vote.objects.filter(statement=statements[0]).exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[1]",
        b'[["x", 1]]',
        b'[["%s", 2]]' % str(uuid4()).encode(),
        b'[["%s", true]]' % str(uuid4()).encode(),
        b'[["%s", 1, 1]]' % str(uuid4()).encode(),
        b"[" * 100_000,
        b"\xff\xfe",
        b"[null]",
        json.dumps([[str(uuid4()), 1]] * (MOST_VOTES + 1)).encode(),
    ],
    ids=range(11),
)
def test_hostile_votes_are_refused_whole(body, room, statements):
    with pytest.raises(ActionError):
        read_votes(body)

    answer = phone(room).post(f"/r/{room.join_code}/votes/", body, content_type="application/json")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b"\xff\xfe",
        b"{}",
        b'{"text": ["a"], "item": {}}',
    ],
    ids=range(9),
)
def test_words_that_are_no_words_are_refused(body, room):
    answer = phone(room).post(f"/r/{room.join_code}/words/", body, content_type="application/json")

    assert answer.status_code == 409


def test_a_request_from_another_site_is_refused(room, statements):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = phone(room).cookies

    assert send(browser, room, [(statements[0].pk, 1)]).status_code == 403


def test_words_wait_for_a_moderator_or_not_as_the_room_was_opened(room, asked):
    seat = sits_down(room, table=3)
    waits = actions.submit_statement(
        room=room, participant=seat.participant, item=asked, text="Read me", at=NOW
    )
    Room.objects.filter(pk=room.pk).update(moderated=False)
    room.refresh_from_db()
    seen = actions.submit_statement(
        room=room, participant=seat.participant, item=asked, text="See me", at=NOW
    )

    shown = [statement.text for statement in queries.current_question(room).statements]
    assert (waits.text in shown, seen.text in shown) == (False, True)
    assert set(Contribution.objects.filter(event=room.event).values_list("table", flat=True)) == {3}


def test_the_same_words_sent_twice_are_kept_once(room, asked):
    browser = phone(room)
    for _ in range(2):
        sent = json.dumps({"text": "Only once", "item": str(asked.pk)})
        assert (
            browser.post(f"/r/{room.join_code}/words/", sent, content_type="application/json").status_code
            == 200
        )

    assert Statement.objects.filter(text="Only once").count() == 1


def test_a_closed_room_lets_nobody_in_and_keeps_what_was_said(room, statements, officer):
    browser = phone(room)
    actions.close_room(room=room, **officer)

    assert refusal(sits_down, room=room) == "room_is_over"
    assert send(browser, room, [(statements[0].pk, 1)]).json()["new"] == 1  # pressed before, arrived after


# --- For whoever leads --------------------------------------------------------------------------------------------


def test_who_has_not_spoken_is_told_by_table_and_language_never_by_name(
    room, asked, statements, lead, client
):
    seats = [sits_down(room, table, language) for table, language in ((1, "cy"), (1, "en"), (2, "cy"))]
    votes(seats[0], statements[0], 1)
    actions.submit_statement(room=room, participant=seats[2].participant, item=asked, text="T", at=NOW)

    by_table, by_language = queries.quiet_groups(room, queries.current_question(room))

    assert [(q.name, q.seated, q.not_voted, q.not_said) for q in by_table] == [(1, 2, 1, 2), (2, 1, 1, 0)]
    assert [(q.name, q.seated, q.not_voted, q.not_said) for q in by_language] == [
        ("cy", 2, 1, 1),
        ("en", 1, 1, 1),
    ]
    assert str(seats[0].participant.pk) not in client.get(lead).content.decode()


def test_a_part_that_the_room_asked_stays_on_the_agenda(room, asked, lead, client):
    agenda = lead.replace("/room/", "/agenda/")

    answer = client.post(f"{agenda}{asked.pk}/remove/")

    assert (answer.status_code, "a live room has asked it" in answer.content.decode()) == (409, True)
    assert queries.step_of(room).item == asked


def test_an_event_leads_to_its_room_and_to_opening_one_where_there_is_none(universe, room, lead, client):
    here = client.get(lead.removesuffix("room/")).content.decode()
    held = universe.partnership.events.get(name_en="A day to make sense of it")
    elsewhere = lead.replace(str(room.event_id), str(held.pk))

    opened = client.get(elsewhere)
    client.force_login(universe.users["connector"])
    waits = client.get(elsewhere)

    assert f'href="{lead}"' in here
    assert (opened.status_code, opened["Location"]) == (302, f"{elsewhere}open/")
    assert (waits.status_code, "No live room is open" in waits.content.decode()) == (409, True)


def test_a_script_that_asks_for_part_of_a_page_is_told_why_not_in_one_sentence(universe, room, lead, client):
    client.post(f"{lead}close/")

    answer = client.post(f"{lead}close/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert answer.content.decode() == "This room is closed. What was said in it is kept."


def test_only_who_leads_asks_and_closes(universe, room, asked):
    member = {"by": universe.users["member"], "at": NOW}

    assert refusal(actions.ask, room=room, item=asked, **member) == "not_allowed"
    assert refusal(actions.close_room, room=room, **member) == "not_allowed"


def test_what_people_say_is_let_through_with_one_press(room, asked, lead, client):
    said = actions.submit_statement(
        room=room, participant=sits_down(room).participant, item=asked, text="Read me", at=NOW
    )

    assert "Read me" in client.get(lead).content.decode()
    client.post(f"{lead}decide/", {"statement": said.pk, "ground": "fits"})

    assert said in queries.current_question(room).statements


def test_of_many_that_wait_the_newest_are_listed_and_the_cut_is_said(room, asked, lead, client):
    seat = sits_down(room)
    for number in range(32):
        actions.submit_statement(
            room=room,
            participant=seat.participant,
            item=asked,
            text=f"Thing {number}.",
            at=NOW + timedelta(seconds=number),
        )

    page = client.get(lead).content.decode()

    assert page.index("Thing 31.") < page.index("Thing 30.") < page.index("Thing 2.")
    assert "Thing 1." not in page
    assert "Showing the newest 30 of" in page
    assert f"/conversations/{asked.conversation_id}/statements/waiting/" in page


@pytest.mark.parametrize("role", ["member", "connector", "observer"])
def test_others_let_nothing_through(universe, room, asked, client, role):
    said = actions.submit_statement(
        room=room, participant=sits_down(room).participant, item=asked, text="Read me", at=NOW
    )
    client.force_login(universe.users[role])
    page = f"/en/partnerships/dyffryn-gwynlas/events/{room.event_id}/room/decide/"

    assert client.post(page, {"statement": said.pk, "ground": "fits"}).status_code == 403
    assert said not in queries.current_question(room).statements


def test_the_last_vote_of_each_person_is_on_the_screen(room, asked, statements):
    seats = [sits_down(room) for _ in range(3)]
    for seat in seats:
        votes(seat, statements[0], 1)
    votes(seats[0], statements[0], -1)

    first = queries.tallies(queries.current_question(room))[0]

    assert (first.statement, first.agree, first.disagree, first.votes) == (statements[0], 2, 1, 3)


def test_what_was_let_through_last_is_on_the_screen_before_anyone_answers_it(
    room, asked, statements, officer
):
    for number in range(9):
        seat = sits_down(room)
        for one in statements:
            votes(seat, one, 1)
    told = {"text": "Just now", "language": "en", "by": officer["by"], "at": NOW + timedelta(minutes=1)}
    newest = conversations.add_seed(conversation=asked.conversation, **told)

    shown = bars(queries.tallies(queries.current_question(room)), how_many=3)

    assert [bar.statement for bar in shown] == [statements[0], statements[1], newest]


def test_few_votes_show_no_shares_and_no_map(room, statements, lead, client):
    send(phone(room), room, [(statements[0].pk, 1)])

    screen = client.get(f"{lead}screen/").content.decode()

    assert "Too few votes to show percentages: 1" in screen
    assert "map-title" not in screen


def test_taking_everything_back_takes_the_seat_too(room, asked, statements):
    browser = phone(room)
    send(browser, room, [(statements[0].pk, 1)])
    part = Participation.objects.get(conversation=asked.conversation)

    conversations.erase(participation=part, at=NOW)

    assert not RoomSeat.objects.filter(room=room).exists()
    assert not Vote.objects.filter(statement=statements[0]).exists()
