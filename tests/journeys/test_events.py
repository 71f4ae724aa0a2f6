"""An evening: planned from a preset, signed up for, a room with five phones, and everything written down the same night."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE

EVENTS = "partnerships/dyffryn-gwynlas/events/"
WORDS = {
    "en": {
        "announce": "Announce the event",
        "sign_up": "Sign up",
        "place": "You have a place",
        "cannot": "I cannot come",
        "given_up": "given up your place",
        "write": "Save this contribution",
        "taken_out": "The contribution has been removed",
        "agree": "I agree",
        "waits": "Someone reads it before others see it",
        "show": "Approve",
        "offline": "No signal",
        "results": "results",
        "not sent": "There is no connection",
        "not saved": "Something went wrong on this site",
        "pause": "Pause",
        "nothing": "There is no question to answer at the moment",
        "table": "Table 4",
    },
    "cy": {
        "announce": "Cyhoeddi'r digwyddiad",
        "sign_up": "Cofrestru",
        "place": "Mae gennych chi le",
        "cannot": "Alla i ddim dod",
        "given_up": "wedi ildio'ch lle",
        "write": "Cadw'r cyfraniad hwn",
        "taken_out": "Mae'r cyfraniad wedi'i ddileu",
        "agree": "Rwy'n cytuno",
        "waits": "Mae rhywun yn ei ddarllen cyn i eraill ei weld",
        "show": "Cymeradwyo",
        "offline": "Dim signal",
        "results": "canlyniadau",
        "not sent": "Does dim cysylltiad",
        "not saved": "Aeth rhywbeth o'i le ar y wefan hon",
        "pause": "Oedi",
        "nothing": "Nid oes cwestiwn i'w ateb ar hyn o bryd",
        "table": "Bwrdd 4",
    },
}
both_languages = pytest.mark.parametrize("language", ["en", "cy"])


# --- From the plan to what was said -------------------------------------------------------------------------------


@both_languages
def test_an_evening_is_planned_signed_up_for_and_written_down(language, visitor):
    words = WORDS[language]
    officer = visitor(language, DESKTOP)
    officer.is_signed_in("officer@example.org")

    address = given_an_evening_is_planned_from_a_preset(officer, language, words)
    resident = visitor(language, PHONE, scripts=False)
    when_a_resident_signs_up_without_an_account(resident, address, words)
    then_they_can_give_their_place_back(resident, words)
    when_the_officer_writes_down_cards_by_keyboard_alone(officer, address, language)
    then_a_slip_can_be_taken_out(officer, words)
    then_everyone_sees_what_was_said_table_by_table(visitor(language, PHONE), address, words, language)


def given_an_evening_is_planned_from_a_preset(officer, language, words):
    officer.opens(f"{EVENTS}add/")
    officer.activates(officer.page.locator("main .nhsuk-card__link").first)
    for name in ("name", "purpose", "what_can_change", "venue"):
        officer.fills(**{f"{name}_en": f"An evening, {name}", f"{name}_cy": f"Noson, {name}"})
    day = datetime.now(UTC).date() + timedelta(days=10)
    officer.fills(
        day=day.isoformat(),
        begins="18:30",
        ends="18:00",
        safeguarding_lead="Someone",
        safeguarding_contact="01632 960 002",
    )
    officer.chooses("main_language", language)
    officer.sends()
    officer.finds_the_page_accessible()  # it ends before it begins, and everything typed is still there
    officer.fills(ends="20:30")
    officer.sends()
    officer.presses(words["announce"])
    officer.finds_the_page_accessible()
    return officer.page.url


def when_a_resident_signs_up_without_an_account(resident, address, words):
    resident.page.goto(address)
    resident.presses(words["sign_up"])
    resident.page.locator("[name=needs][value=loop]").check()
    resident.sends()
    resident.sees(words["place"])


def then_they_can_give_their_place_back(resident, words):
    resident.presses(words["cannot"])
    resident.sees(words["given_up"])


def when_the_officer_writes_down_cards_by_keyboard_alone(officer, address, language):
    officer.page.goto(f"{address}write-down/")
    officer.page.locator("[name=table]").fill("4")
    officer.page.locator("[name=may_quote]").check()
    officer.page.locator("[name=text]").focus()
    for card in range(6):
        officer.page.keyboard.type(f"Card {card} ({language})")
        officer.page.keyboard.press("Enter")
        officer.page.locator(".cy-written p", has_text=f"Card {card} ({language})").wait_for()
    assert officer.page.locator("[name=table]").input_value() == "4"
    officer.finds_the_page_accessible()


def then_a_slip_can_be_taken_out(officer, words):
    officer.activates(officer.page.locator(".cy-written button").first)
    officer.sees(words["taken_out"])


def then_everyone_sees_what_was_said_table_by_table(anyone, address, words, language):
    anyone.page.goto(f"{address}contributions/")
    anyone.sees(words["table"])
    anyone.sees(f"Card 0 ({language})")
    anyone.does_not_see(f"Card 5 ({language})")
    anyone.finds_the_page_accessible()


@both_languages
def test_what_cannot_be_sent_stays_and_says_so(language, visitor):
    """The signal is lost while an evening is written down; then the site cannot take it; then it can."""
    officer, words = visitor(language, DESKTOP), WORDS[language]
    officer.is_signed_in("officer@example.org")
    officer.opens(EVENTS)
    officer.activates(officer.page.locator("main .nhsuk-card__link", has_text=words["results"]))
    officer.page.goto(f"{officer.page.url}write-down/")
    officer.page.locator("[name=may_quote]").check()
    said, alert = f"Said once ({language})", officer.page.locator("#writing [role=alert]")

    officer.page.context.set_offline(True)
    officer.fills(text=said)
    officer.page.locator("[name=text]").press("Enter")
    expect(alert).to_contain_text(words["not sent"])
    officer.finds_the_page_accessible()

    officer.page.context.set_offline(False)
    officer.page.route("**/write-down/", lambda route: route.fulfill(status=500, body="broken"), times=1)
    officer.page.locator("[name=text]").press("Enter")
    expect(alert).to_contain_text(words["not saved"])
    assert officer.page.locator("[name=text]").input_value() == said

    officer.page.locator("[name=text]").press("Enter")
    officer.page.locator(".cy-written p", has_text=said).wait_for()
    assert alert.count() == 0


# --- A room with five phones --------------------------------------------------------------------------------------


@both_languages
def test_a_room_with_five_phones(language, visitor, site):
    words = WORDS[language]
    leader = visitor(language, DESKTOP)
    leader.is_signed_in("facilitator@example.org")
    room = given_the_room_asks_something(leader, language)
    phones = [visitor(language, PHONE) for _ in range(5)]
    for number, phone in enumerate(phones, start=1):
        when_someone_scans_the_code_and_comes_in(phone, site, number)
    said = f"The lamp by the hall is broken ({language})"
    when_one_says_something_that_waits_to_be_read(phones[0], words, said)
    when_the_leader_lets_it_through(leader, room, words, said)
    for phone in phones:
        then_everyone_can_answer_it(phone, words, said)
    then_an_answer_without_signal_is_sent_later(phones[1], words, leader, room, f"Another thing ({language})")
    then_the_screen_shows_it_and_a_pause_reaches_every_phone(leader, phones, room, words, said)


def given_the_room_asks_something(leader, language):
    leader.opens(EVENTS)
    leader.activates(leader.page.locator("main .nhsuk-card__link", has_text=WORDS[language]["results"]))
    leader.activates(leader.page.locator("main a[href$='/room/']"))
    room = leader.page.url
    leader.activates(leader.page.locator("form[action$='/ask/'] button").first)
    leader.finds_the_page_accessible()
    return room


def when_someone_scans_the_code_and_comes_in(phone, site, number):
    phone.goes_to(f"/r/{site.room_code}/")
    phone.activates(phone.page.locator(f"a[hreflang={phone.language}]"))
    phone.page.locator("[name=record]").check()
    phone.fills(table=str(number))
    phone.sends()
    phone.page.locator("[data-part=say]").wait_for(state="visible")
    if number == 1:
        phone.finds_the_page_accessible()


def when_one_says_something_that_waits_to_be_read(phone, words, said):
    phone.page.locator("[data-part=say] textarea").fill(said)
    phone.page.locator("[data-part=say] button").click()
    phone.page.locator("[data-part=sent]", has_text=words["waits"]).wait_for()


def when_the_leader_lets_it_through(leader, room, words, said):
    """It comes up by itself, on the page that was opened before it was said."""
    leader.activates(leader.page.locator("article", has_text=said).get_by_role("button", name=words["show"]))


def then_everyone_can_answer_it(phone, words, said):
    statement = phone.page.locator("[data-part=statement]")
    for _ in range(30):  # until it is their turn to see it
        statement.wait_for(state="visible")
        seen = statement.inner_text()
        with phone.page.expect_response("**/votes/") as answered:
            phone.presses(words["agree"])
        assert answered.value.status == 200
        if said in seen:
            return
    pytest.fail("The statement was never asked.")


def then_an_answer_without_signal_is_sent_later(phone, words, leader, room, said):
    phone.page.context.set_offline(True)
    phone.page.locator("[data-part=say] textarea").fill(said)
    phone.page.locator("[data-part=say] button").click()
    phone.page.locator("[data-part=sent]", has_text=words["offline"]).wait_for()
    phone.page.context.set_offline(False)
    phone.page.locator("[data-part=sent]", has_text=words["waits"]).wait_for()
    leader.page.goto(room)
    assert leader.page.locator("article", has_text=said).count() == 1


def then_the_screen_shows_it_and_a_pause_reaches_every_phone(leader, phones, room, words, said):
    leader.page.goto(f"{room}screen/")
    leader.sees(said)
    leader.finds_the_page_accessible()
    leader.page.goto(room)
    leader.presses(words["pause"])
    for phone in phones:
        phone.page.locator("[data-part=question]", has_text=words["nothing"]).wait_for()
