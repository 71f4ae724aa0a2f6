"""A review: a search brings records, two people read them blind and by keys alone, a third settles, a plot comes of it."""

import re

import pytest

from cyfran.demo.papers import paper
from tests.journeys.conftest import DESKTOP, PHONE

WALKS = [f"Walking groups and wellbeing in village {i}" for i in range(4)]
SURGERY = [f"Knee surgery and implants on ward {i}" for i in range(22)]
PEOPLE = ["officer@example.org", "evaluator@example.org", "facilitator@example.org"]


def as_ris(titles):
    return "".join(
        f"TY  - JOUR\nTI  - {title}\nAU  - Enghraifft {place}, A.\nPY  - {1990 + place}\nAB  - Some words on it.\nER  -\n"
        for place, title in enumerate(titles)
    )


DOUBTFUL = """TY  - JOUR
TI  - Choirs, loneliness and hope in later life
AU  - Example, B.
PY  - 2019
ER  -
TY  - JOUR
TI  - Choirs, loneliness and hope in later life
AU  - Example, B.
PY  - 2023
ER  -
"""


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_review_from_its_search_to_a_study(language, visitor):
    first, second, third = (visitor(language, DESKTOP, by_keys=True) for _ in PEOPLE)
    for person, email in zip((first, second, third), PEOPLE, strict=True):
        person.is_signed_in(email)
    review = given_a_review_with_a_search(first, language)
    when_duplicates_are_settled_by_a_key(first, review)
    when_two_people_read_each_record(first, review)
    for_each_reads_by_keys_alone(first, review, unsure_of=WALKS[0])
    for_each_reads_by_keys_alone(second, review, unsure_of=None)
    and_a_third_settles_what_they_disagree_on(third, review)
    then_it_says_what_may_be_missed(first, review)
    then_a_full_text_is_read_by_two_and_becomes_a_study(first, second, review)
    and_two_take_facts_from_it_and_settle_what_differs(first, second, review)
    until_a_plot_shows_what_they_add_up_to(first, second, review)
    and_of_a_later_search_only_what_is_new_is_read(first, review)


def given_a_review_with_a_search(person, language):
    person.opens("partnerships/dyffryn-gwynlas/evidence/add/")
    person.fills(question_en=f"What helps ({language})?", question_cy=f"Beth sy'n helpu ({language})?")
    person.sends()
    person.page.wait_for_url(re.compile("/evidence/[0-9a-f-]{36}/$"))
    review = person.page.url
    person.finds_the_page_accessible()
    person.page.goto(f"{review}protocol/pico/")
    person.finds_the_page_accessible()
    person.fills(population="Farmers", intervention="Walks", outcome="Sleep", include="Trials (they count)")
    person.sends()
    person.page.wait_for_url(f"{review}protocol/")
    person.finds_the_page_accessible()
    person.page.goto(f"{review}searches/add/")
    person.sends()
    person.finds_the_page_accessible()
    person.fills(source="MEDLINE", searched_on="2026-02-01", query="walk* AND wellbeing", hits="28")
    person.attaches("file", "found.ris", (as_ris([*WALKS, *SURGERY]) + DOUBTFUL).encode())
    person.sends()
    person.finds_the_page_accessible()
    person.page.locator("#report .nhsuk-summary-list").wait_for(timeout=60_000)
    person.finds_the_page_accessible()
    assert "28" in person.page.locator("#report").inner_text()
    return review


def when_duplicates_are_settled_by_a_key(person, review):
    person.page.goto(f"{review}duplicates/")
    person.finds_the_page_accessible()
    person.page.keyboard.press("s")
    person.page.locator("form[action*='/duplicates/']", has=person.page.locator("input[value=no]")).wait_for()
    person.finds_the_page_accessible()


def when_two_people_read_each_record(person, review):
    person.page.goto(f"{review}screening/plan/")
    person.chooses("people", "2")
    person.finds_the_page_accessible()
    person.sends()
    person.page.wait_for_url(f"{review}screening/")
    person.finds_the_page_accessible()


def for_each_reads_by_keys_alone(person, review, *, unsure_of):
    """27 records: I for what belongs here, E for the rest, U for one."""
    person.page.goto(f"{review}screening/read/")
    person.finds_the_page_accessible()
    for _ in range(27):
        title = person.page.locator(".cy-record h2").inner_text()
        key = "u" if title == unsure_of else "i" if title.startswith("Walking") else "e"
        with person.page.expect_navigation():
            person.page.keyboard.press(key)
    person.page.wait_for_url(f"{review}screening/")
    person.finds_the_page_accessible()


def and_a_third_settles_what_they_disagree_on(person, review):
    person.page.goto(f"{review}screening/disagreements/")
    person.finds_the_page_accessible()
    person.sees(WALKS[0])
    with person.page.expect_navigation():
        person.page.keyboard.press("i")
    person.finds_the_page_accessible()


def then_it_says_what_may_be_missed(person, review):
    person.page.goto(f"{review}screening/")
    person.sees("AC1")
    person.finds_the_page_accessible()
    for page in ("screening/mine/", "screening/sample/", "screening/stop/", "searches/"):
        person.page.goto(f"{review}{page}")
        person.finds_the_page_accessible()


def then_a_full_text_is_read_by_two_and_becomes_a_study(first, second, review):
    first.page.goto(f"{review}full-texts/")
    first.finds_the_page_accessible()
    first.activates(first.page.locator("main article h2 a").first)
    first.page.wait_for_url(re.compile("/full-texts/[0-9a-f-]{36}/$"))
    record = first.page.url
    first.finds_the_page_accessible()
    first.page.goto(f"{record}where/")
    first.finds_the_page_accessible()
    first.page.goto(f"{record}add/")
    first.attaches("file", "broken.pdf", b"%PDF-1.4 nothing")
    first.sends()
    first.finds_the_page_accessible()
    first.attaches("file", "walks.pdf", paper(["Walking together helped them sleep", "They walked on"]))
    first.sends()
    first.page.wait_for_url(record)
    first.finds_the_page_accessible()
    first.page.wait_for_function("document.querySelector('.cy-page').naturalWidth > 300")
    first.fills(text="walking together helped")
    first.activates(first.page.locator("form[action*='/passage/'] button"))
    first.sees("walking together helped")
    for person in (first, second):
        person.page.goto(record)
        with person.page.expect_navigation():
            person.page.keyboard.press("i")
    first.page.goto(f"{review}full-texts/")
    first.activates(first.page.locator("main form button").first)
    first.page.wait_for_url(re.compile("/studies/[0-9a-f-]{36}/$"))
    first.page.goto(f"{review}flow/")
    first.finds_the_page_accessible()
    numbers = [int(cell) for cell in first.page.locator("main td").all_inner_texts()]
    assert numbers[:5] == [28, 1, 27, 27, 23]
    assert numbers[-5:] == [4, 1, 0, 3, 1]


def and_two_take_facts_from_it_and_settle_what_differs(first, second, review):
    first.page.goto(review)
    first.activates(first.page.locator("main table a").first)
    first.page.wait_for_url(re.compile("/studies/[0-9a-f-]{36}/$"))
    study = first.page.url
    first.finds_the_page_accessible()
    for person, power in ((first, "2"), (second, "3")):
        person.page.goto(f"{study}forms/facts-1/")
        person.sends()
        person.finds_the_page_accessible()
        for name, value in (("design", "trial"), ("approach", "peers"), ("power", power)):
            person.chooses(name, value)
        person.fills(done="Walks each week", people="80 people")
        person.sends()
        person.page.wait_for_url(study)
    first.page.goto(f"{study}forms/facts-1/settle/")
    first.finds_the_page_accessible()
    first.chooses("power", "2")
    first.sends()
    first.page.wait_for_url(study)
    first.page.goto(f"{study}forms/trial-1/")
    first.finds_the_page_accessible()


def until_a_plot_shows_what_they_add_up_to(first, second, review):
    first.page.goto(f"{review}studies/add/")
    first.fills(title="Walks by the sea", authors="Example, C.", year="2020")
    first.sends()
    first.page.goto(f"{review}outcomes/add/")
    first.finds_the_page_accessible()
    first.fills(name_en="Sleep", name_cy="Cwsg")
    first.chooses("measure", "SMD")
    first.chooses("higher_is_better", "yes")
    first.sends()
    first.page.wait_for_url(re.compile("/outcomes/[0-9a-f-]{36}/$"))
    first.finds_the_page_accessible()
    outcome = first.page.url
    first.page.goto(review)
    studies = [link.get_attribute("href") for link in first.page.locator("main table a").all()]
    for place, study in enumerate(studies):
        for person in (first, second):
            person.goes_to(f"{study}outcomes/{outcome.split('/')[-2]}/means/")
            person.fills(mean1=str(5 + place), sd1="2", n1="40", mean2="4", sd2="2", n2="40")
            person.sends()
    first.finds_the_page_accessible()
    first.page.goto(outcome)
    first.page.locator(".cy-forest .diamond").wait_for(state="attached")
    first.finds_the_page_accessible()
    for page in ("map/", "report/", "findings/add/"):
        first.page.goto(f"{review}{page}")
        first.finds_the_page_accessible()


def and_of_a_later_search_only_what_is_new_is_read(first, review):
    first.page.goto(f"{review}screening/stop/")
    first.sends()
    first.page.wait_for_url(f"{review}screening/")
    first.page.goto(f"{review}searches/add/")
    first.fills(source="Embase", searched_on="2026-03-01")
    title = "Choirs by the sea and hope"
    first.attaches("file", "later.ris", as_ris([*WALKS, title]).encode())
    first.sends()
    first.page.locator("#report .nhsuk-summary-list").wait_for(timeout=60_000)
    first.page.goto(f"{review}screening/")
    first.finds_the_page_accessible()
    first.activates(first.page.locator("main a.nhsuk-button[href$='/screening/read/']"))
    first.sees(title)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_phone_reads_20_records(language, visitor):
    person = visitor(language, PHONE)
    person.is_signed_in(PEOPLE[2])
    review = given_a_review_with_a_search(person, language)
    person.page.goto(f"{review}screening/read/")

    for number in range(20):
        if number % 10 == 0:
            person.finds_the_page_accessible()
        button = "include" if "Walking" in person.page.locator(".cy-record h2").inner_text() else "exclude"
        with person.page.expect_navigation():
            person.activates(person.page.locator(f"button[value={button}]"))

    person.page.goto(f"{review}screening/mine/")
    assert person.page.locator("main article").count() == 20


def test_without_script_a_record_is_read_all_the_same(visitor):
    person = visitor("en", PHONE)
    person.is_signed_in(PEOPLE[1])
    review = given_a_review_with_a_search(person, "en")
    plain = visitor("cy", PHONE, scripts=False)
    plain.is_signed_in(PEOPLE[1])
    plain.page.goto(f"{review.replace('/en/', '/cy/')}screening/read/")

    title = plain.page.locator(".cy-record h2").inner_text()
    plain.activates(plain.page.locator("button[value=include]"))

    plain.opens(review.split("/en/")[1] + "screening/mine/")
    plain.sees(title)
