"""From a site with nothing in it to the first vote, by pages alone."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_thread import fill, goes_through

OPERATOR = "operator@example.org"
WORDS = {
    "en": {
        "name": "English",
        "next": "Next:",
        "to do": "To do",
        "first steps": "First steps",
        "agree": "I agree",
    },
    "cy": {
        "name": "Cymraeg",
        "next": "Nesaf:",
        "to do": "I'w wneud",
        "first steps": "Camau cyntaf",
        "agree": "Rwy'n cytuno",
    },
}
STATEMENTS = (
    ("The bus should run in the evening.", "Dylai'r bws redeg gyda'r nos."),
    ("We know whom to ask for help.", "Rydyn ni'n gwybod pwy i ofyn am help."),
)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_from_an_empty_site_to_a_first_vote(language, visitor, site):
    words, operator = WORDS[language], visitor(language, DESKTOP)

    given_an_operator_has_an_account(site, language)
    when_the_operator_sets_up_the_site(operator, words)
    when_they_start_a_partnership(operator, words)
    when_both_sides_have_members_and_a_charter(operator)
    when_the_phases_get_dates(operator)
    code = when_a_conversation_opens(operator, visitor(language, PHONE))

    then_a_resident_votes_by_phone(visitor(language, PHONE), code, words)
    then_the_home_page_counts_one_person(visitor(language, PHONE))
    assert "Nobody can sign in yet" not in site.runs("check")


def given_an_operator_has_an_account(site, language):
    assert "Nobody can sign in yet" in site.log.read_text()
    site.runs("operator", OPERATOR, "Ceri", "--language", language)


def when_the_operator_sets_up_the_site(operator, words):
    operator.signs_in(OPERATOR)
    operator.activates(operator.page.locator("header a[href$='/site/']"))
    operator.sees(words["to do"])
    operator.finds_the_page_accessible_at_both_widths()
    operator.activates(operator.page.locator("main a.nhsuk-button", has_text=words["next"]))
    operator.finds_the_page_accessible()
    fill(
        operator,
        name=("Our valley", "Ein cwm"),
        controller=("The health board", "Y bwrdd iechyd"),
        contact="01234 567890",
    )
    operator.sends()
    operator.opens("site/email/")
    operator.finds_the_page_accessible()
    for page in ("site/emails/", "site/log/", "site/retention/", "site/logo/", "my-data/"):
        operator.opens(page)
        operator.finds_the_page_accessible()
    operator.opens("site/consent/")
    operator.finds_the_page_accessible()
    operator.sends()
    operator.opens("places/")
    operator.finds_the_page_accessible()
    operator.activates(operator.page.locator("form[action$='/places/wales/'] button"))


def when_they_start_a_partnership(operator, words):
    operator.opens("")
    operator.activates(operator.page.locator("main a[href$='/partnerships/add/']"))
    fill(operator, name=("Cwm", "Cwm"), purpose=("Help at night", "Help gyda'r nos"), slug="cwm", place=2)
    operator.sends()
    operator.sees(words["first steps"])
    operator.finds_the_page_accessible_at_both_widths()


def when_both_sides_have_members_and_a_charter(operator):
    home = "partnerships/cwm/"
    for side, name in (("institution", ("Board", "Bwrdd")), ("community", ("Hall", "Neuadd"))):
        goes_through(operator, f"{home}organisations/add/", name=name, side=side)
    member = {
        "name": "Nia",
        "email": "nia@example.org",
        "language": "cy",
        "side": "community",
        "role": "member",
    }
    goes_through(operator, f"{home}members/add/", **member)
    then_the_new_member_is_invited(operator.site, member["email"])
    group = {"name": ("Carers", "Gofalwyr"), "reason": ("They are not asked", "Does neb yn gofyn iddyn nhw")}
    goes_through(operator, f"{home}priority-groups/add/", **group)
    goes_through(
        operator, f"{home}charter/change/", terms=("We decide together.", "Penderfynwn gyda'n gilydd.")
    )


def then_the_new_member_is_invited(site, address):
    """The worker sends it within seconds."""
    for _ in range(300):
        if any(f"To: {address}" in path.read_text() for path in site.outbox.glob("*")):
            break
        time.sleep(0.1)
    assert "Mewngofnodwch yma" not in site.letter_to(address)  # the site has not been told its own address
    assert address in site.letter_to(address)


def when_a_conversation_opens(operator, guest):
    home = "partnerships/cwm/"
    goes_through(operator, f"{home}conversations/add/", question=("How is it here?", "Sut mae hi yma?"))
    conversation = operator.page.url
    assert operator.page.locator("form[action$='/state/']").count() == 0  # with nothing to vote on
    for english, welsh in STATEMENTS:
        operator.page.goto(f"{conversation}statements/seeds/add/")
        fill(operator, text=english, language="en", translation=welsh)
        operator.sends()
    operator.page.goto(conversation)
    operator.finds_the_page_accessible()
    then_a_guest_sees_the_preview(guest, operator.page.locator(".cy-code-link").get_attribute("href"))
    open_button = operator.page.locator("form[action$='/state/'] button")
    operator.activates(
        open_button
    )  # the phase is not open: a reason is asked, and then the same page comes back
    operator.finds_the_page_accessible_at_both_widths()
    fill(operator, reason="The evening is on Thursday")
    operator.sends()
    operator.activates(open_button)
    operator.activates(operator.page.locator("a[href$='/invite/']"))
    operator.finds_the_page_accessible()
    return re.search(r"/t/(\w+)/", operator.page.content())[1]


def then_a_guest_sees_the_preview(guest, link):
    guest.page.goto(link)
    expect(guest.page.locator(".cy-vote__statement")).to_have_count(len(STATEMENTS))
    expect(guest.page.locator(".cy-vote__answers button:enabled")).to_have_count(0)
    guest.finds_the_page_accessible()


def when_the_phases_get_dates(operator):
    operator.opens("partnerships/cwm/gates/discover/dates/")
    operator.finds_the_page_accessible()
    fill(operator, opens_on="2026-01-01", closes_on="2099-12-31")
    operator.sends()
    operator.finds_the_page_accessible_at_both_widths()


def then_a_resident_votes_by_phone(resident, code, words):
    resident.goes_to(f"/t/{code}/")
    resident.follows(words["name"])
    resident.page.locator("[name=record]").check()
    resident.sends()
    resident.presses(words["agree"])
    resident.finds_the_page_accessible()


def then_the_home_page_counts_one_person(anyone):
    anyone.opens("partnerships/cwm/")
    expect(anyone.page.locator(".cy-facts dd").first).to_have_text("1")
    anyone.finds_the_page_accessible()
