"""Where people meet: planned, signed up for, written down the same night, and what is left to do."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core import mail, signing
from django.utils import timezone
from openpyxl import Workbook

from cyfran.core.emails.actions import send_waiting_emails
from cyfran.core.errors import ActionError, FileRefused
from cyfran.deliver.commitments.actions import make_commitment
from cyfran.deliver.commitments.queries import promises_nobody_owns
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import open_statements, statements_heard, waiting_statements
from cyfran.discover.events import actions, queries
from cyfran.discover.events.actions.planning import EventPlan
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.events.analysis import _suppress_small_counts, who_took_part
from cyfran.discover.events.exchange import read_evening
from cyfran.discover.events.forms import EventPlanForm
from cyfran.discover.events.models import Contribution, Event, PulseCount
from cyfran.discover.events.tasks import SALT, place_token, write_letter
from cyfran.ground.people.models import Contact, Participant
from cyfran.ground.people.queries import categories_of, consent_text

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
EVENING = datetime(2026, 1, 20, 18, tzinfo=UTC)
HERE = "/en/partnerships/dyffryn-gwynlas/events/"
PLAN = EventPlan(
    kind="workshop",
    name=("An evening", "Noson"),
    purpose=("To hear", "I glywed"),
    what_can_change=("All", "Y cyfan"),
    starts_at=EVENING,
    ends_at=EVENING + timedelta(hours=2),
    venue=("Hall", "Neuadd"),
    main_language="cy",
    safeguarding_lead="C",
    safeguarding_contact="1",
    capacity=3,
)


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details)
    return refused.value.code


@pytest.fixture
def officer(universe):
    return {"by": universe.users["officer"], "at": NOW}


@pytest.fixture
def event(universe, officer):
    agenda = queries.preset("workshop")["agenda"]
    planned = actions.plan(partnership=universe.partnership, plan=PLAN, agenda=agenda, **officer)
    actions.set_state(event=planned, state="announced", **officer)
    return planned


@pytest.fixture
def coming(universe):
    """The one evening of the story that is still to come."""
    return universe.partnership.events.get(name_en="An evening of results")


@pytest.fixture
def asks(event):
    """The first part of the agenda that asks something."""
    return queries.agenda(event).filter(conversation__isnull=False).first()


def signs_up(event, group=None, **more):
    told = {"participant": None, "needs": {}, "email": "", "language": "cy", "at": NOW} | more
    return actions.sign_up(event=event, group=group, **told)


def state(found):
    return queries.sign_ups(found.event).get(pk=found.pk).state


def write(asks, officer, text="Said", **more):
    told = {"language": "cy", "may_quote": True} | more
    return actions.contribute(
        item=asks, words=RecordedWords(text, **told), consent_text=consent_text(), **officer
    )


# --- The story's arithmetic ---------------------------------------------------------------------------------------


def test_the_story_meets_or_hears_403_people(universe):
    found = queries.people_reached_count(universe.partnership)

    assert (found.attendances, found.at_events, found.talks, found.people) == (214, 171, 41, 403)


def test_the_story_holds_nine_events_of_these_sizes(universe):
    held = queries.events_of(universe.partnership, universe.users["officer"]).filter(state="held")

    assert [g.attendance_count for g in held.exclude(kind="talks").order_by("starts_at")] == [
        27,
        22,
        34,
        19,
        16,
        21,
        25,
        14,
        36,
    ]


def test_the_story_knows_its_people_by_area(universe):
    by_area = categories_of(list(queries.participants_reached(universe.partnership)), "area")
    fifths = {1: ["01"], 2: ["02", "03", "04"], 3: ["05", "06", "07", "08"], 4: ["09", "10", "11"], 5: ["12"]}

    counted = [sum(by_area[f"SYN-A{area}"] for area in areas) for areas in fifths.values()]

    assert counted == [29, 88, 148, 107, 31]


def test_who_took_part_is_said_with_its_doubt(universe):
    found = who_took_part(universe.partnership)

    assert [rate.people for rate in found.rates] == [29, 88, 148, 107, 31]
    assert [round(rate.per_1000, 1) for rate in found.rates] == [19.6, 18.9, 23.4, 22.6, 22.1]
    for ratio, expected in (
        (found.one_fifth, [0.885, 0.536, 1.461]),
        (found.two_fifths, [0.849, 0.665, 1.083]),
    ):
        assert [round(x, 3) for x in (ratio.estimate, ratio.low, ratio.high)] == expected
        assert ratio.verdict == "cannot_tell"
    assert found.known == 403


def test_more_is_said_later_about_what_was_written_in_haste(universe, officer, client):
    held = universe.partnership.events.get(name_en="A day to make sense of it").contributions.first()
    client.force_login(officer["by"])
    address = f"{HERE}{held.event_id}/contributions/{held.statement_id}/complete/"

    refused = client.post(address, {"table": "none", "dots": "2"})
    taken = client.post(address, {"table": "7", "dots": "12"})

    held.refresh_from_db()
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (held.table, held.dots, held.verbatim) == (7, 12, False)


def test_few_people_are_not_shown_and_nor_is_what_would_tell_them():
    assert _suppress_small_counts({1: 4, 2: 50, 3: 12, 4: 40}) == {1: None, 2: 50, 3: None, 4: 40}
    assert _suppress_small_counts({1: 0, 2: 50}) == {1: 0, 2: 50}


# --- Planning -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", [one["key"] for one in queries.presets()])
def test_every_preset_makes_an_event_whose_questions_stand_in_both_languages(preset, universe, officer):
    agenda = queries.preset(preset)["agenda"]

    planned = actions.plan(partnership=universe.partnership, plan=PLAN, agenda=agenda, **officer)

    items = list(queries.agenda(planned))
    assert [item.minutes for item in items] == [part["minutes"] for part in agenda]
    assert [item.conversation is not None for item in items] == ["en" in part for part in agenda]
    assert sum(part["minutes"] for part in agenda) <= queries.preset(preset)["minutes"]


def test_one_question_asked_on_many_evenings_is_one_conversation(universe, officer, event):
    again = actions.plan(
        partnership=universe.partnership, plan=PLAN, agenda=queries.preset("workshop")["agenda"], **officer
    )

    first, second = (
        [item.conversation_id for item in queries.agenda(g) if item.conversation_id] for g in (event, again)
    )
    assert first == second


def test_a_question_of_an_agenda_is_no_public_conversation(universe, event, client):
    conversation = next(item.conversation for item in queries.agenda(event) if item.conversation_id)
    in_list = "/en/partnerships/dyffryn-gwynlas/conversations/"

    public = [client.get(in_list).content.decode(), client.get(f"{in_list}{conversation.pk}/").status_code]
    client.force_login(universe.users["member"])
    inside = [client.get(in_list).content.decode(), client.get(f"{in_list}{conversation.pk}/").status_code]

    assert str(conversation.pk) not in public[0] and public[1] == 404
    assert str(conversation.pk) in inside[0] and inside[1] == 200
    for_phones_without_scripts = client.get(f"/t/{conversation.join_code}/")
    assert for_phones_without_scripts.status_code == 200


def test_a_plan_is_for_members_until_it_is_announced(universe, officer, client):
    planned = actions.plan(partnership=universe.partnership, plan=PLAN, agenda=[], **officer)
    address = f"{HERE}{planned.pk}/"

    before = client.get(address).status_code, client.get(f"{address}calendar.ics").status_code
    actions.set_state(event=planned, state="announced", **officer)

    assert before == (404, 404)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("day", "is_past"), [("2020-05-01", True), ("2099-05-01", False)])
def test_a_date_in_the_past_is_pointed_out(day, is_past, event, universe, client):
    client.force_login(universe.users["officer"])
    filled = {name: value for name, value in EventPlanForm.initial_of(event).items() if value is not None}

    page = client.post(f"{HERE}add/workshop/", filled | {"day": day, "last_day": ""}, follow=True)

    assert page.status_code == 200
    assert ("is in the past" in page.content.decode()) == is_past


def test_nobody_came_to_an_event_that_has_not_begun(event, universe, officer, client):
    actions.record_walk_ins(event=event, number=12, language="cy", table=None, **officer)
    client.force_login(universe.users["officer"])
    page = f"{HERE}{event.pk}/"
    shown = "people came" in client.get(page).content.decode()
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() + timedelta(days=2), ends_at=timezone.now() + timedelta(days=3)
    )

    assert shown
    assert "people came" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_at": EVENING}, "ends_before_it_starts"),
        ({"ends_at": EVENING - timedelta(hours=1)}, "ends_before_it_starts"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(change, code, universe, officer):
    plan = replace(PLAN, **change)

    assert refusal(actions.plan, partnership=universe.partnership, plan=plan, agenda=[], **officer) == code


def test_what_was_used_stays_on_the_agenda(event, asks, officer):
    write(asks, officer)

    assert refusal(actions.remove_item, item=asks, **officer) == "item_was_used"


def test_an_event_cannot_have_been_held_before_it_begins(event, officer):
    assert refusal(actions.set_state, event=event, state="held", **officer) == "not_held_yet"


def test_what_is_over_is_not_announced(universe, officer):
    planned = actions.plan(partnership=universe.partnership, plan=PLAN, agenda=[], **officer)

    code = refusal(actions.set_state, event=planned, state="announced", by=officer["by"], at=PLAN.ends_at)

    assert code == "announced_too_late"


def test_power_over_an_event_is_recorded_by_both_sides(universe):
    day = universe.partnership.events.get(name_en="A day to make sense of it")

    assert day.topic.records.count() == 2


# --- Coming -------------------------------------------------------------------------------------------------------


def test_places_kept_for_a_group_go_to_it_and_to_nobody_else(universe, event, officer):
    carers = universe.partnership.priority_groups.get(name_en="Unpaid carers")
    actions.reserve_places(event=event, group=carers, number=2, **officer)

    first, second, carer = signs_up(event), signs_up(event), signs_up(event, carers)

    assert [state(found) for found in (first, second, carer)] == ["coming", "waiting", "coming"]
    assert (
        refusal(actions.reserve_places, event=event, group=carers, number=4, **officer)
        == "more_reserved_than_places"
    )


def test_a_place_given_up_goes_to_who_waited_longest(event):
    people = [signs_up(event) for _ in range(5)]
    assert [state(found) for found in people] == ["coming"] * 3 + ["waiting"] * 2

    actions.cancel_place(sign_up=people[0], at=NOW)

    assert [state(found) for found in people] == ["cancelled", "coming", "coming", "coming", "waiting"]
    assert refusal(actions.cancel_place, sign_up=people[0], at=NOW) == "place_given_up_already"


def test_signing_up_twice_is_one_place_and_can_be_taken_up_again(event):
    someone = signs_up(event)

    assert signs_up(event, participant=someone.participant) == someone
    actions.cancel_place(sign_up=someone, at=NOW)
    signs_up(event, participant=someone.participant)

    assert state(someone) == "coming"


def test_what_someone_needs_is_asked_for_and_not_kept_with_them(event):
    signs_up(event, needs={"bsl": "two of us", "loop": ""})

    asked = list(queries.needs(event))
    assert [(need.need, need.status) for need in asked] == [("bsl", "asked"), ("loop", "asked")]
    assert not any("participant" in field.name for field in asked[0]._meta.fields)


def test_someone_signs_up_without_an_account_and_gives_the_place_back(coming, client):
    address = f"{HERE}{coming.pk}/"

    client.post(f"{address}sign-up/", {"needs": ["loop"], "group": "", "email": "a@example.org"})
    place = client.get(f"{address}my-place/").content.decode()
    client.post(f"{address}my-place/")

    assert "You have a place" in place
    assert "given up your place" in client.get(f"{address}my-place/").content.decode()


def test_that_someone_signed_up_can_be_forgotten(coming, client):
    address = f"{HERE}{coming.pk}/"
    client.post(f"{address}sign-up/", {"email": "a@example.org"})

    client.post(f"{address}my-place/", {"forget": "yes"})

    assert (queries.sign_ups(coming).count(), Contact.objects.count()) == (0, 0)


def test_letters_go_out_once_in_the_language_of_who_gets_them(event, settings):
    settings.CYFRAN_ADDRESS = "https://cyfran.example"
    someone = signs_up(event, email="rhywun@example.org")
    signs_up(event)  # who wants no letter gets none

    for moment in (NOW, NOW, EVENING - timedelta(days=2), EVENING - timedelta(days=1)):
        actions.send_due_letters(at=moment, send=write_letter)
        send_waiting_emails(at=timezone.now())

    assert [letter.subject for letter in mail.outbox] == ["Eich lle: Noson", "Nodyn atgoffa: Noson"]
    token = re.search(r"https://cyfran\.example/cy/events/place/([^/]+)/", mail.outbox[0].body)[1]
    assert signing.loads(token, salt=SALT) == str(someone.pk)  # what the moment it was made adds differs


def test_the_link_in_a_letter_opens_the_place_on_any_device(event, client):
    someone = signs_up(event)

    assert client.get(f"/en/events/place/{place_token(someone)}/").status_code == 200
    assert client.get(f"/en/events/place/{place_token(someone)[:-2]}xx/").status_code == 404


def test_who_has_a_place_hears_that_it_is_cancelled(event, officer):
    signs_up(event, email="rhywun@example.org")
    actions.set_state(event=event, state="cancelled", **officer)

    actions.send_due_letters(at=NOW, send=write_letter)
    send_waiting_emails(at=timezone.now())

    assert [letter.subject for letter in mail.outbox] == ["Wedi'i ganslo: Noson"]


def test_an_address_is_forgotten_a_week_after(event):
    signs_up(event, email="rhywun@example.org")

    actions.send_due_letters(at=EVENING + timedelta(days=7), send=write_letter)
    kept = Contact.objects.count()
    actions.send_due_letters(at=EVENING + timedelta(days=9), send=write_letter)

    assert (kept, Contact.objects.count()) == (1, 0)


def test_a_calendar_reads_it(event, client):
    lines = client.get(f"{HERE}{event.pk}/calendar.ics").content.decode().split("\r\n")

    assert {
        "SUMMARY:An evening",
        "DTSTART:20260120T180000Z",
        "DTEND:20260120T200000Z",
        "LOCATION:Hall",
    } <= set(lines)


def test_people_without_a_code_are_counted_and_their_area_kept_apart(event, officer):
    people = actions.record_walk_ins(event=event, number=4, language="cy", table=2, area="SYN-A03", **officer)
    actions.record_walk_ins(event=event, number=1, language="en", left_early=True, **officer)

    there = queries.attendance_summary(event)
    assert (there.number, there.left_early, there.by_table, there.by_language) == (
        5,
        1,
        {2: 4},
        {"cy": 4, "en": 1},
    )
    assert categories_of(people, "area") == {"SYN-A03": 4}


def test_someone_who_comes_again_is_one_person(universe, event, officer):
    before = queries.people_reached_count(universe.partnership)
    someone = Participant.objects.filter(attendances__isnull=False).first()

    actions.record_attendance(event=event, participant=someone, **officer)
    actions.record_attendance(event=event, participant=someone, left_early=True, **officer)

    after = queries.people_reached_count(universe.partnership)
    assert (after.attendances - before.attendances, after.people - before.people) == (1, 0)


# --- Writing down -------------------------------------------------------------------------------------------------


def test_what_is_written_down_by_who_may_moderate_is_heard_at_once(universe, asks, officer):
    said = write(asks, officer, "Heard", table=4, dots=3).statement

    heard = statements_heard(universe.partnership).get(pk=said.pk)
    assert (heard.cleared, heard.contribution.table, heard.contribution.dots) == (True, 4, 3)


def test_what_a_connector_writes_down_waits_to_be_read(universe, asks):
    said = write(asks, {"by": universe.users["connector"], "at": NOW}).statement

    assert said in waiting_statements(asks.conversation)


def test_words_may_wait_for_a_second_reader(asks, officer):
    assert write(asks, officer, read_first=True).statement in waiting_statements(asks.conversation)


def test_what_may_not_be_quoted_is_shown_to_nobody_outside(universe, asks, officer, client):
    quiet = write(asks, officer, "Not for quoting", may_quote=False).statement
    page = f"{HERE}{asks.event_id}/contributions/"

    outside = client.get(page).content.decode()
    client.force_login(universe.users["officer"])

    assert "Not for quoting" not in outside
    assert "may not be quoted: 1" in outside
    assert "Not for quoting" in client.get(page).content.decode()
    assert not statements_heard(universe.partnership).get(pk=quiet.pk).cleared


def test_what_was_written_down_is_put_to_others_only_if_it_may_be_quoted(asks, officer):
    loud, quiet = (
        write(asks, officer, f"May be quoted: {may}", may_quote=may).statement for may in (True, False)
    )

    shown = open_statements(asks.conversation)

    assert (loud in shown, quiet in shown) == (True, False)


def test_what_is_sent_twice_is_kept_once(asks, officer):
    key, words = uuid4(), RecordedWords("Once", "cy", may_quote=True)

    sent = {
        actions.contribute(item=asks, words=words, consent_text=consent_text(), key=key, **officer).pk
        for _ in range(3)
    }

    assert len(sent) == 1
    assert Statement.objects.filter(text="Once").count() == 1


def test_a_talk_is_one_person_who_was_there(universe, officer):
    talks = actions.plan(
        partnership=universe.partnership,
        plan=replace(PLAN, kind="talks"),
        agenda=queries.preset("talks")["agenda"],
        **officer,
    )
    part = queries.agenda(talks).get()

    for text in ("One", "Another"):
        write(part, officer, text, by_phone=True)

    assert queries.attendance_summary(talks).number == 2
    assert set(Statement.objects.filter(contribution__event=talks).values_list("route", flat=True)) == {
        "phone"
    }


def test_a_slip_is_taken_out_and_only_that_is_kept(universe, asks, officer):
    slip = write(asks, officer, "A slip of the tongue")

    actions.withdraw_contribution(contribution=slip, **officer)

    assert not Statement.objects.filter(text="A slip of the tongue").exists()
    assert not Contribution.objects.filter(pk=slip.pk).exists()


def test_words_behind_a_code_are_for_its_holder_to_take_back(universe, asks, officer):
    from cyfran.discover.conversations.actions import issue_paper_codes

    code = issue_paper_codes(conversation=asks.conversation, how_many=1, **officer)[0]
    held = write(asks, officer, "Mine", code=code)

    assert (
        refusal(actions.withdraw_contribution, contribution=held, **officer) == "words_belong_to_participant"
    )
    assert refusal(write, asks=asks, officer=officer, code="AAAA-AAAA") == "code_unknown"


def test_off_the_record_leaves_a_mark_and_no_words(event, asks, officer):
    before = Statement.objects.count()

    actions.record_moment(item=asks, moment="off_record", table=2, **officer)

    assert queries.moment_counts(event) == {"off_record": 1}
    assert Statement.objects.count() == before


def test_one_card_follows_another_and_what_was_chosen_stays(universe, event, asks, client):
    client.force_login(universe.users["facilitator"])
    page = f"{HERE}{event.pk}/write-down/"
    card = {
        "text": "First card",
        "item": asks.pk,
        "table": 3,
        "language": "ar",
        "may_quote": "on",
        "key": uuid4(),
        "dots": 2,
    }

    answer = client.post(page, card, headers={"HX-Request": "true"}).content.decode()

    assert "First card" in answer
    assert 'value="3"' in answer
    assert '<option value="ar" selected>' in answer
    assert client.get(page).content.decode().count("First card") >= 1


def test_a_card_without_words_loses_nothing_else(universe, event, asks, client):
    client.force_login(universe.users["facilitator"])
    card = {"text": " ", "item": asks.pk, "table": 7, "language": "cy", "key": uuid4()}

    answer = client.post(f"{HERE}{event.pk}/write-down/", card)

    assert answer.status_code == 422
    assert "Write what was said." in answer.content.decode()
    assert 'value="7"' in answer.content.decode()


# --- A whole evening from a spreadsheet ---------------------------------------------------------------------------


def as_workbook(rows):
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    return file


ROWS = [
    ["text", "language", "table", "part", "verbatim", "quote", "dots"],
    ["Dim bws", "cymraeg", 4, 2, "ie", "yes", 3],
    ["No bus", "", "", 5, "", "", ""],
]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "semicolons"])
def test_an_evening_is_read_from_any_spreadsheet(kind):
    separator = ";" if kind == "semicolons" else ","
    text = "\r\n".join(separator.join(str(cell) for cell in row) for row in ROWS)
    file = as_workbook(ROWS) if kind == "xlsx" else BytesIO(text.encode())

    first, second = read_evening(file, "evening", parts=[2, 5])

    assert (
        first.text,
        first.language,
        first.table,
        first.part,
        first.verbatim,
        first.may_quote,
        first.dots,
    ) == ("Dim bws", "cy", 4, 2, True, True, 3)
    assert (second.table, second.verbatim, second.may_quote, second.dots) == (None, False, False, 0)


def test_every_row_that_cannot_be_read_is_named_and_nothing_is_kept():
    file = BytesIO(
        b"text,language,table,part,quote\n,cy,1,2,yes\nA,klingon,1,2,yes\nB,cy,1.5,2,yes\nC,cy,1,9,yes\nD,cy,1,2,perhaps\n"
    )

    with pytest.raises(FileRefused) as refused:
        read_evening(file, "evening.csv", parts=[2, 5])

    assert [(p.code, p.row) for p in refused.value.problems] == [
        ("row_without_words", 2),
        ("language_unknown", 3),
        ("number_unreadable", 4),
        ("part_unknown", 5),
        ("not_yes_or_no", 6),
    ]


def zip_bomb():
    from zipfile import ZIP_DEFLATED, ZipFile

    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (210 * 1024 * 1024))
    return file.getvalue()


def hostile_xml():
    from zipfile import ZipFile

    file, entity = (
        BytesIO(),
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
    )
    with ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            archive.writestr(name, entity)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"a,b\n1,2\n", b"text\n", zip_bomb(), hostile_xml()],
    ids=["empty", "pdf", "broken", "other columns", "no rows", "zip bomb", "hostile xml"],
)
def test_what_is_no_evening_is_refused(content):
    with pytest.raises(FileRefused) as refused:
        read_evening(BytesIO(content), "evening.xlsx", parts=[1])

    assert refused.value.problems


def test_an_evening_read_twice_is_kept_once(event, officer):
    told = {"event": event, "consent_text": consent_text(), **officer}

    new = [
        actions.import_contributions(rows=read_evening(as_workbook(ROWS), "e", parts=[2, 5]), **told)
        for _ in range(2)
    ]

    assert new == [2, 0]


def test_an_officer_reads_an_evening_through_the_page(universe, event, client):
    client.force_login(universe.users["officer"])
    file = as_workbook(ROWS)
    file.name = "evening.xlsx"

    page = client.post(f"{HERE}{event.pk}/write-down/spreadsheet/", {"file": file})

    assert page.status_code == 200
    assert "Contributions added: 2." in page.content.decode()
    assert Statement.objects.filter(contribution__event=event).count() == 2


# --- Afterwards ---------------------------------------------------------------------------------------------------


def test_a_promise_made_in_the_room_waits_until_somebody_owns_it(universe, event, officer):
    partnership = universe.partnership
    spoken = actions.note_promise(event=event, text="A bus", language="en", side="institution", **officer)
    waiting = [draft.text for draft in promises_nobody_owns(partnership)]

    make_commitment(
        partnership=partnership,
        text=("A bus", "Bws"),
        spoken_promise=spoken,
        institution_owner=universe.users["board"],
        community_owner=None,
        first_due=NOW.date(),
        **officer,
    )

    assert "A bus" in waiting
    assert "A bus" not in [draft.text for draft in promises_nobody_owns(partnership)]


def test_what_is_owed_is_counted_until_it_is_paid(universe):
    carers = universe.partnership.events.get(name_en="A morning for carers")
    day = universe.partnership.events.get(name_en="A day to make sense of it")

    paid, waiting = queries.claims_summary(carers), queries.claims_summary(day)

    assert (paid.claimed, paid.paid, paid.unpaid, paid.days) == (Decimal(97), Decimal(97), 0, 9)
    assert (waiting.claimed, waiting.paid, waiting.unpaid) == (Decimal(92), Decimal(50), 1)


def test_a_claim_is_paid_once_and_not_before_it_was_made(universe, officer):
    day = universe.partnership.events.get(name_en="A day to make sense of it")
    claim = queries.claims(day).get(payment=None)

    assert (
        refusal(actions.pay, claim=claim, paid_on=claim.claimed_on - timedelta(days=1), **officer)
        == "paid_before_claimed"
    )
    actions.pay(claim=claim, paid_on=claim.claimed_on, **officer)
    assert refusal(actions.pay, claim=claim, paid_on=claim.claimed_on, **officer) == "paid_already"


def test_money_is_seen_by_those_who_handle_it(universe, client):
    day = universe.partnership.events.get(name_en="A day to make sense of it")
    seen = {}
    for role in ("officer", "commissioner", "member", "observer"):
        client.force_login(universe.users[role])
        seen[role] = "D-02" in client.get(f"{HERE}{day.pk}/after/").content.decode()

    assert seen == {"officer": True, "commissioner": True, "member": False, "observer": False}


def test_a_reflection_is_ones_own_until_it_is_shared(universe, event):
    one, other = universe.users["facilitator"], universe.users["officer"]
    for shared in (False, True):
        actions.reflect(event=event, text="T", language="cy", shared=shared, by=one, at=NOW)

    assert [queries.reflections(event, who).count() for who in (one, other)] == [2, 1]


def test_how_it_felt_is_counted_anew_not_added_up(event, officer):
    for counts in ({1: 1, 5: 9}, {1: 2, 5: 9}):
        actions.count_pulse(event=event, question="heard", counts=counts, **officer)

    assert queries.pulse_counts(event) == {"heard": {1: 2, 5: 9}}
    assert not any("participant" in field.name for field in PulseCount._meta.fields)


def test_attendance_recorded_by_mistake_is_taken_back_and_the_people_forgotten(event, officer, client):
    kept = actions.record_walk_ins(event=event, number=2, language="cy", table=1, **officer)
    later = officer | {"at": NOW + timedelta(minutes=1)}
    wrong = actions.record_walk_ins(event=event, number=12, language="cy", table=2, area="SYN-A03", **later)
    client.force_login(officer["by"])
    page = client.get(f"{HERE}{event.pk}/attendance/").content.decode()

    first = queries.attendances(event).get(participant=wrong[0])
    client.post(f"{HERE}{event.pk}/attendance/{first.pk}/remove/")

    assert "People: 12, table 2" in page
    assert queries.attendance_summary(event).number == len(kept)
    assert not Participant.objects.filter(pk__in=[person.pk for person in wrong]).exists()


def test_someone_with_a_code_is_only_counted_no_more(universe, event, officer):
    participant = Participant.objects.exclude(code_digest=None).first()
    attendance = actions.record_attendance(event=event, participant=participant, **officer)

    actions.remove_attendances(first=attendance, **officer)

    assert queries.attendance_summary(event).number == 0
    assert Participant.objects.filter(pk=participant.pk).exists()
