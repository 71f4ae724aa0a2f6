"""Every page, in both languages, on a phone and on a desktop, passes what a machine can check, and asks no other host."""

import pytest

from tests.examples.collected import examples_named
from tests.journeys.conftest import CONVERSATIONS, DESKTOP, PHONE

pytestmark = pytest.mark.sqlite_is_enough  # tests/house/test_addresses.py asks for each of them on PostgreSQL

PARTNERSHIP = "partnerships/dyffryn-gwynlas/"
OF_SITE = ["sign-in/", "about/privacy/", "about/accessibility/", "about/how-we-count/", "nowhere/"]
PUBLIC = [*OF_SITE, *(page for pages in examples_named("PUBLIC_PAGES") for page in pages)]
INSIDE = [page for pages in examples_named("MEMBER_PAGES") for page in pages]
OF_ACCOUNT = ["notifications/", "security/", "security/second-step/on/", "security/sessions/"]
OF_EVENT = [
    "",
    "change/",
    "agenda/",
    "access/",
    "places/",
    "attendance/",
    "write-down/",
    "write-down/spreadsheet/",
    "photos/",
    "said/",
    "after/",
    "after/reflect/",
    "after/pulse/heard/",
    "after/promise/",
    "after/claim/",
    "kit/",
]
OF_ROOM = ["sign-up/", "room/", "room/open/", "room/screen/"]
OF_CONVERSATION = [
    "",
    "landscape/",
    "statements/waiting/",
    "statements/not-shown/",
    "statements/seeds/",
    "statements/seeds/add/",
    "invite/",
    "sheets/",
    "sheets/scan/",
    "sheets/review/",
    "sheets/type/",
    "sheets/postcards/",
]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_public_pages(language, visitor, site):
    anyone = visitor(language, DESKTOP)
    elsewhere = []
    anyone.page.on("request", lambda r: None if r.url.startswith(site.address) else elsewhere.append(r.url))
    anyone.goes_to("/")
    anyone.finds_the_page_accessible_at_both_widths()

    for path in PUBLIC:
        anyone.opens(path)
        anyone.finds_the_page_accessible_at_both_widths()

    assert elsewhere == []


# A list, and the first thing in it that leads on to a page of its own
FOUND_IN = {
    "evidence/": "main .nhsuk-card__link",
    "insights/": "main li a[href*='/themes/']",
    "proposals/": "main h3 a",
    "commitments/": "main table a",
    "outcomes/": "main h2 a",
    "framework/": "main ul a",
    "learning/": "main .nhsuk-card__link",
}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_thing_of_every_chapter_and_its_thread(language, visitor):
    anyone = visitor(language, DESKTOP)

    is_thread_checked = False
    for chapter, first in FOUND_IN.items():
        anyone.opens(PARTNERSHIP + chapter)
        anyone.activates(anyone.page.locator(first).first)
        anyone.finds_the_page_accessible_at_both_widths()
        threads = anyone.page.locator("main a[href*='/thread/']")
        if threads.count() and not is_thread_checked:  # the thread of anything is the same page
            is_thread_checked = True
            anyone.activates(threads.first)
            anyone.finds_the_page_accessible_at_both_widths()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_what_a_review_comes_to(language, visitor):
    anyone = visitor(language, DESKTOP)
    anyone.opens(f"{PARTNERSHIP}evidence/")
    review = anyone.page.locator("main .nhsuk-card__link").last.get_attribute("href")
    anyone.goes_to(review)
    outcome = anyone.page.locator("main a[href*='/outcomes/']").first.get_attribute("href")
    study = anyone.page.locator("main table a").first.get_attribute("href")

    for path in (outcome, study, f"{review}map/", f"{review}report/", f"{review}flow/"):
        anyone.goes_to(path)
        anyone.finds_the_page_accessible_at_both_widths()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_pages_for_members(language, visitor):
    officer = visitor(language, DESKTOP)
    officer.is_signed_in("officer@example.org")
    officer.opens(f"{PARTNERSHIP}conversations/")
    conversation = officer.page.locator(CONVERSATIONS).last.get_attribute("href")

    for path in OF_ACCOUNT + [PARTNERSHIP + inside for inside in INSIDE]:
        officer.opens(path)
        officer.finds_the_page_accessible_at_both_widths()
    for path in OF_CONVERSATION:
        officer.goes_to(conversation + path)
        officer.finds_the_page_accessible_at_both_widths()
    officer.opens(f"{PARTNERSHIP}events/")
    held = officer.page.locator("main table a").first.get_attribute("href")
    coming = officer.page.locator("main .nhsuk-card__link").first.get_attribute("href")
    for path in [held + end for end in OF_EVENT] + [coming + end for end in OF_ROOM]:
        officer.goes_to(path)
        officer.finds_the_page_accessible_at_both_widths()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_switch_leads_to_the_same_page_in_the_other_language(language, visitor):
    anyone = visitor(language, PHONE)
    anyone.opens(f"{PARTNERSHIP}gates/")

    anyone.activates(anyone.page.locator(".cy-header__language"))

    other = "cy" if language == "en" else "en"
    assert anyone.page.url.endswith(f"/{other}/{PARTNERSHIP}gates/")
    assert anyone.page.locator("html").get_attribute("lang") == other
