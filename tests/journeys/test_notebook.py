"""An evening without signal: everything is written down on the phone, and arrives once."""

import pytest

from tests.journeys.conftest import PHONE

PIN = "gwynlas7"
WORDS = {
    "en": {"wrong": "not the PIN", "evening": "results"},
    "cy": {"wrong": "Nid dyna'r PIN", "evening": "canlyniadau"},
}
CARDS = 40


@pytest.mark.parametrize("language", ["en", "cy"])
def test_an_evening_without_signal_arrives_once(language, visitor, own_phone):
    officer = visitor(language, PHONE)
    officer.is_signed_in("officer@example.org")
    there_before = number_written_down(officer)
    connector = own_phone(language)
    given_a_phone_is_connected(connector)
    when_it_is_opened_without_signal(connector)
    and_forty_things_are_written_down(connector)

    connector = own_phone(language)
    when_the_browser_was_killed_and_there_is_no_signal_yet(connector)
    then_everything_still_waits_and_so_does_what_was_typed_last(connector)

    when_there_is_signal_but_the_first_answer_is_lost(connector)
    then_the_phone_has_sent_everything(connector)
    assert number_written_down(officer) == there_before + CARDS

    when_two_tabs_write_without_signal_and_it_comes_back(connector)
    assert number_written_down(officer) == there_before + CARDS + 2


def number_written_down(officer):
    officer.opens("partnerships/dyffryn-gwynlas/events/")
    officer.activates(
        officer.page.locator("main .nhsuk-card__link", has_text=WORDS[officer.language]["evening"])
    )
    found = officer.page.locator(".cy-figures div").nth(2).locator("dd")
    return int(found.inner_text()) if found.count() else 0


def given_a_phone_is_connected(connector):
    connector.is_signed_in("connector@example.org")
    connector.opens("notebook/connect/")
    connector.page.locator("[data-part=pin]").fill(PIN)
    connector.page.locator("[data-part=pin-again]").fill(PIN)
    connector.finds_the_page_accessible()
    connector.page.locator("[data-part=connect] button").click()
    connector.page.wait_for_url(f"**/{connector.language}/notebook/")
    connector.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    connector.page.wait_for_function("caches.keys().then(names => names.length > 0)")


def unlock(connector, pin=PIN):
    connector.page.locator("[data-part=locked] [data-part=pin]").fill(pin)
    connector.page.locator("[data-part=locked] button").first.click()


def when_it_is_opened_without_signal(connector):
    connector.page.context.set_offline(True)
    connector.opens("notebook/")
    unlock(connector, "not this")
    connector.page.locator("[data-part=pin-wrong]", has_text=WORDS[connector.language]["wrong"]).wait_for()
    unlock(connector)
    connector.page.locator("[data-part=write]").wait_for(state="visible")


def choose_the_evening(page, language):
    places = page.locator("[name=event]")
    evening = places.locator("option", has_text=WORDS[language]["evening"]).get_attribute("value")
    places.select_option(evening)


def and_forty_things_are_written_down(connector):
    page = connector.page
    choose_the_evening(page, connector.language)
    page.locator("[name=table]").fill("3")
    page.locator("[name=consent][value=quote]").check()
    for card in range(CARDS):
        page.locator("[name=text]").fill(f"Card {card} without signal")
        page.locator("[name=text]").press("Enter")
        page.locator("[data-part=waiting] p", has_text=f"Card {card} without").first.wait_for()
    page.locator("[data-moment=silence]").click()
    page.locator("[data-part=waiting] li").nth(CARDS).wait_for()
    connector.finds_the_page_accessible()
    page.locator("[name=text]").fill("The battery is nearly")
    page.wait_for_timeout(1500)


def when_the_browser_was_killed_and_there_is_no_signal_yet(connector):
    connector.page.context.set_offline(True)
    connector.opens("notebook/")


def then_everything_still_waits_and_so_does_what_was_typed_last(connector):
    connector.page.locator("[data-part=locked-count]", has_text=str(CARDS + 1)).wait_for()
    assert "without signal" not in connector.page.content()
    unlock(connector)
    connector.page.locator("[data-part=waiting] li").nth(CARDS).wait_for()
    assert connector.page.locator("[name=text]").input_value() == "The battery is nearly"
    connector.page.locator("[name=text]").fill("")


def when_there_is_signal_but_the_first_answer_is_lost(connector):
    lost = []

    def lose(route):
        route.fetch()  # the site has it; the phone never hears so
        lost.append(1)
        route.abort()

    connector.page.context.route("**/notebook/send/", lose, times=1)
    connector.page.context.set_offline(False)
    connector.page.wait_for_timeout(3000)
    assert lost == [1]
    connector.page.evaluate("dispatchEvent(new Event('online'))")


def then_the_phone_has_sent_everything(connector):
    connector.page.locator("[data-part=waiting]:empty").wait_for(state="attached", timeout=40_000)
    connector.page.locator("[data-part=count]", has_text=str(CARDS + 1)).wait_for()


def when_two_tabs_write_without_signal_and_it_comes_back(connector):
    first, context = connector.page, connector.page.context
    connector.page = second = context.new_page()
    connector.opens("notebook/")
    unlock(connector)
    second.locator("[data-part=write]").wait_for(state="visible")
    context.set_offline(True)
    for page, words in ((first, "From one tab"), (second, "From the other")):
        choose_the_evening(page, connector.language)
        page.locator("[name=consent][value=keep]").check()
        page.locator("[name=text]").fill(words)
        page.locator("[name=text]").press("Enter")
        page.locator("[data-part=waiting] p", has_text=words).first.wait_for()
    context.set_offline(False)
    for page in (first, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (first, second):
        page.locator("[data-part=waiting]:empty").wait_for(state="attached", timeout=40_000)
