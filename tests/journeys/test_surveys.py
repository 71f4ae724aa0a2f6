"""A short survey: written, opened, answered on a phone without an account, typed from paper, seen, taken along."""

import pytest

from tests.journeys.conftest import DESKTOP, PHONE

WORDS = {
    "en": {
        "hand in": "Submit your answers",
        "thanks": "We have received your answers",
        "open": "Open the survey",
        "name": "Short ({})",
    },
    "cy": {
        "hand in": "Cyflwyno eich atebion",
        "thanks": "Rydym wedi derbyn eich atebion",
        "open": "Agor yr arolwg",
        "name": "Byr ({})",
    },
}
QUESTIONS = [
    {
        "kind": "choice",
        "text_en": "Did you come?",
        "text_cy": "Ddaethoch chi?",
        "options": "Yes | Do\nNo | Naddo",
    },
    {
        "kind": "several",
        "text_en": "What was good?",
        "text_cy": "Beth oedd yn dda?",
        "options": "Food | Bwyd\nTalk | Sgwrs",
        "condition": "1-o1",
    },
    {
        "kind": "ranking",
        "text_en": "What first?",
        "text_cy": "Beth gyntaf?",
        "options": "Bus | Bws\nHub | Hwb",
    },
    {
        "kind": "matrix",
        "text_en": "How much?",
        "text_cy": "Faint?",
        "options": "Little | Ychydig\nMuch | Llawer",
        "items": "Warmth | Cynhesrwydd\nBeing heard | Cael clust",
    },
]


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("cy", True), ("cy", False)])
def test_a_survey_from_its_first_question_to_its_numbers(language, scripts, visitor, site):
    officer, words = visitor(language, DESKTOP), WORDS[language]
    officer.is_signed_in("officer@example.org")
    survey, code = given_someone_writes_and_opens_it(officer, words, f"{language} {scripts}")
    resident = visitor(language, PHONE, scripts=scripts)
    when_someone_answers_on_a_phone(resident, code, words)
    and_one_comes_on_paper(officer, survey)
    then_both_are_counted(officer, survey)


def given_someone_writes_and_opens_it(officer, words, which):
    officer.opens("partnerships/dyffryn-gwynlas/surveys/add/")
    officer.fills(name_en=f"Short ({which})", name_cy=f"Byr ({which})")
    officer.sends()
    survey = officer.page.url
    for question in QUESTIONS:
        officer.page.goto(f"{survey}questions/add/")
        officer.finds_the_page_accessible()
        officer.chooses("kind", question["kind"])
        texts = {name: text for name, text in question.items() if name not in ("kind", "condition")}
        officer.fills(**texts)
        if "condition" in question:
            officer.page.locator("[name=condition]").select_option(question["condition"])
        officer.sends()
    officer.page.goto(survey)
    officer.finds_the_page_accessible()
    officer.presses(words["open"])
    officer.page.goto(f"{survey}invite/")
    officer.finds_the_page_accessible()
    return survey, officer.page.locator(".cy-code").inner_text()


def when_someone_answers_on_a_phone(resident, code, words):
    resident.opens("take-part/")
    resident.fills(code=code.lower())
    resident.sends()
    resident.page.locator("[name=record]").check()
    resident.finds_the_page_accessible()
    resident.sends()
    for answer in (
        lambda: resident.chooses("q1", "o1"),
        lambda: resident.chooses("q2", "o2"),
        lambda: [resident.page.locator(f"[name=q3-o{i}]").select_option(str(3 - i)) for i in (1, 2)],
        lambda: resident.chooses("q4-o2", "o2"),
    ):
        resident.finds_the_page_accessible()
        answer()
        resident.sends()
    resident.page.wait_for_url("**/check/")
    resident.finds_the_page_accessible()
    resident.presses(words["hand in"])
    resident.sees(words["thanks"])


def and_one_comes_on_paper(officer, survey):
    officer.fills(how_many="2")
    officer.sends()
    officer.page.locator(".cy-form-to-print").first.wait_for()
    officer.finds_the_page_accessible()
    code = officer.page.locator(".cy-form-to-print .cy-code").first.inner_text()
    officer.page.goto(f"{survey}type/")
    officer.finds_the_page_accessible()
    officer.fills(code=code)
    officer.chooses("language", "cy")
    officer.page.locator("[name=record]").check()
    officer.chooses("q1", "o2")
    officer.sends()


def then_both_are_counted(officer, survey):
    officer.page.goto(f"{survey}results/")
    officer.finds_the_page_accessible()
    counted = officer.page.locator("section table").first.locator("tbody td:first-of-type").all_inner_texts()
    assert counted == ["1", "1"]
    with officer.page.expect_download() as table:
        officer.page.locator("a[href$='answers.csv']").click()
    rows = table.value.path().read_text().splitlines()
    assert [row.split(",")[3] for row in rows] == ["q1", "o1", "o2"]
