"""A resident takes part by a QR code, on a phone, without an account; a moderator decides; what people think changes."""

import re

import pytest

from tests.journeys.conftest import CONVERSATIONS, DESKTOP, PHONE

WORDS = {
    "en": {
        "name": "English",
        "agree": "I agree",
        "disagree": "I disagree",
        "pass": "Pass, not sure",
        "say": "Add your own statement",
        "waiting": "Waiting for approval",
        "shown": "People can vote on it",
        "needed": "Tick this box",
        "code": "Get a code",
        "back": "Delete everything I have contributed",
        "erase": "Delete everything",
        "erased": "Everything has been deleted",
    },
    "cy": {
        "name": "Cymraeg",
        "agree": "Rwy'n cytuno",
        "disagree": "Dydw i ddim yn cytuno",
        "pass": "Pasio",
        "say": "Ychwanegu eich datganiad eich hun",
        "waiting": "Yn aros am gymeradwyaeth",
        "shown": "Gall pobl bleidleisio arno",
        "needed": "Ticiwch y blwch hwn",
        "code": "Cael cod",
        "back": "Dileu popeth rwyf wedi'i gyfrannu",
        "erase": "Dileu popeth",
        "erased": "Mae popeth wedi'i ddileu",
    },
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_resident_votes_and_speaks_and_is_heard(language, scripts, visitor, site):
    words = WORDS[language]
    said = "The lamp by the bridge is broken" if scripts else "Nobody sweeps the leaves in autumn"
    said += f" ({language})"
    resident = visitor(language, PHONE, scripts=scripts)

    given_a_qr_code_is_scanned(resident, site)
    when_they_choose_their_language(resident, words)
    then_taking_part_needs_their_permission(resident, words)
    when_they_allow_it_and_vote_three_times(resident, words)
    when_they_say_something(resident, words, said)
    then_it_waits_to_be_read(resident, words, said)

    moderator = visitor(language, DESKTOP)
    when_a_moderator_lets_it_through(moderator, said)
    then_the_resident_sees_that_it_is_shown(resident, words)


def given_a_qr_code_is_scanned(resident, site):
    resident.goes_to(f"/t/{site.join_code}/?by=qr")
    resident.finds_the_page_accessible()


def when_they_choose_their_language(resident, words):
    resident.follows(words["name"])
    resident.finds_the_page_accessible()


def then_taking_part_needs_their_permission(resident, words):
    resident.sends()
    resident.sees(words["needed"])
    resident.finds_the_page_accessible()


def when_they_allow_it_and_vote_three_times(resident, words):
    resident.page.locator("[name=record]").check()
    resident.sends()
    resident.finds_the_page_accessible()
    for number, answer in enumerate(("agree", "disagree", "pass"), start=1):
        resident.presses(words[answer])
        resident.page.get_by_text(re.compile(rf": {number} ")).first.wait_for()
    resident.finds_the_page_accessible()


def when_they_say_something(resident, words, said):
    resident.follows(words["say"])
    resident.finds_the_page_accessible()
    resident.fills(text=said)
    resident.sends()


def then_it_waits_to_be_read(resident, words, said):
    resident.sees(said)
    resident.sees(words["waiting"])
    resident.finds_the_page_accessible()


def when_a_moderator_lets_it_through(moderator, said):
    moderator.is_signed_in("facilitator@example.org")
    moderator.opens("partnerships/dyffryn-gwynlas/conversations/")
    moderator.activates(moderator.page.locator(CONVERSATIONS).last)
    moderator.activates(moderator.page.locator("main a[href$='/statements/waiting/']"))
    moderator.finds_the_page_accessible()
    moderator.activates(moderator.page.locator("article", has_text=said).get_by_role("link"))
    moderator.sends()
    moderator.finds_the_page_accessible()
    moderator.chooses("verdict", "accept")
    moderator.sends()
    moderator.does_not_see(said)


def then_the_resident_sees_that_it_is_shown(resident, words):
    resident.page.reload()
    resident.sees(words["shown"])


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_resident_comes_back_with_a_code_and_takes_everything_away(language, visitor, site):
    words = WORDS[language]
    resident = visitor(language, PHONE, scripts=False)
    resident.opens(f"take-part/{site.join_code}/")
    resident.page.locator("[name=record]").check()
    resident.sends()
    resident.presses(words["agree"])
    resident.opens(f"take-part/{site.join_code}/mine/")
    resident.presses(words["code"])
    code = resident.page.locator(".cy-code").inner_text()

    again = visitor(language, PHONE)
    again.opens("take-part/")
    again.finds_the_page_accessible()
    again.fills(code=code.lower().replace("-", " "))
    again.sends()
    again.page.get_by_text(re.compile(": 1 ")).first.wait_for()

    again.opens(f"take-part/{site.join_code}/mine/")
    again.follows(words["back"])
    again.finds_the_page_accessible()
    again.presses(words["erase"])
    again.sees(words["erased"])
    again.finds_the_page_accessible()

    resident.opens(f"take-part/{site.join_code}/mine/")
    resident.page.wait_for_url(f"**/take-part/{site.join_code}/")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_people_think_changes_as_they_vote(language, visitor, site):
    reader, resident = visitor(language, PHONE), visitor(language, PHONE)
    reader.opens("partnerships/dyffryn-gwynlas/conversations/")
    reader.activates(reader.page.locator(CONVERSATIONS).last)
    reader.activates(reader.page.locator("main a[href$='/landscape/']"))
    wait_until(
        reader, lambda: reader.page.locator(".nhsuk-inset-text").count() == 0
    )  # nothing left to work out
    reader.finds_the_page_accessible()
    before = people(reader)

    resident.opens(f"take-part/{site.join_code}/")
    resident.page.locator("[name=record]").check()
    resident.sends()
    resident.presses(WORDS[language]["agree"])

    wait_until(reader, lambda: people(reader) > before)


def wait_until(reader, holds):
    for _ in range(40):
        if holds():
            return
        reader.page.wait_for_timeout(500)
        reader.page.reload()
    raise AssertionError(f"It did not come to pass: {reader.page.locator('main').inner_text()[:500]}")


def people(reader):
    return int(reader.page.locator(".cy-figures dd").first.inner_text().replace(",", ""))
