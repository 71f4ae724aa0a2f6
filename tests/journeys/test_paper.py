"""A sheet is printed, marked with a pen, photographed, read back, seen by a person, and found again by who marked it."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from benchmarks.sheets import DPI, photographed, scanned
from tests.journeys.conftest import CONVERSATIONS, DESKTOP, PHONE

AGREE, DISAGREE, PASS = 0, 1, 2
MM = DPI / 25.4
PRINTED_AT = 295.5 / 297  # a printer's margin: how large a sheet is on its page
WORDS = {
    "en": {
        "unsure": "Rows for a person to check",
        "pass": "Pass, not sure",
        "nothing": "There are no more rows to check",
        "agree": "I agree",
        "disagree": "I disagree",
    },
    "cy": {
        "unsure": "Rhesi i berson eu gwirio",
        "pass": "Pasio, ddim yn siŵr",
        "nothing": "Nid oes mwy o resi i'w gwirio",
        "agree": "Rwy'n cytuno",
        "disagree": "Dydw i ddim yn cytuno",
    },
}


@pytest.mark.parametrize(("language", "worn"), [("en", "photo"), ("cy", "scan")])
def test_a_sheet_is_printed_and_read_back(language, worn, visitor, site):
    officer, words = visitor(language, DESKTOP), WORDS[language]
    officer.is_signed_in("officer@example.org")
    sheets = given_someone_prints_sheets(officer)
    code = officer.page.locator(".cy-sheet--keep .cy-code").first.inner_text()
    statements = [
        text.strip()
        for text in officer.page.locator("section >> nth=1").locator("[data-fits]").all_inner_texts()
    ]
    picture = when_someone_marks_theirs_and_it_is_pictured(officer, worn)
    then_it_is_read(officer, sheets, words, picture, worn)
    and_a_person_looks_at_what_was_not_sure(officer, sheets, words)
    then_its_owner_finds_it_by_their_code(visitor(language, PHONE), code, words, statements)


def given_someone_prints_sheets(officer):
    officer.opens("partnerships/dyffryn-gwynlas/conversations/")
    officer.activates(officer.page.locator(CONVERSATIONS).last)
    sheets = f"{officer.page.url}sheets/"
    officer.page.goto(sheets)
    officer.finds_the_page_accessible()
    boxes = officer.page.locator("[name=statements]")
    for number in range(boxes.count()):
        boxes.nth(number).set_checked(number < 4)
    officer.fills(copies="2")
    officer.sends()
    officer.page.locator(".cy-sheet").first.wait_for()
    officer.finds_the_page_accessible()
    cut = "[...document.querySelectorAll('[data-fits]')].filter(e => e.firstElementChild.scrollHeight > e.clientHeight + 1)"
    assert officer.page.evaluate(f"{cut}.length") == 0
    return sheets


def when_someone_marks_theirs_and_it_is_pictured(officer, worn):
    rows = officer.page.locator("section >> nth=1").evaluate(
        "sheet => [...sheet.querySelectorAll('rect')].map(r => [r.x.baseVal.value + 25, r.y.baseVal.value + 25])"
    )
    printed = pypdfium2.PdfDocument(officer.page.pdf(prefer_css_page_size=True))
    assert len(printed) == 4, "a page to keep and a page to hand in for each of two people"
    page = printed[1].render(scale=DPI / 72).to_pil().convert("L")
    pen = ImageDraw.Draw(page)
    consent, boxes = rows[0], [rows[1:][i : i + 3] for i in range(0, 12, 3)]
    for x, y in (consent, boxes[0][AGREE], boxes[1][DISAGREE], boxes[2][AGREE], boxes[2][PASS]):
        x, y, r = x / 10 * PRINTED_AT * MM, y / 10 * PRINTED_AT * MM, 2.2 * MM
        pen.line([x - r, y - r, x + r, y + r], fill=40, width=7)
        pen.line([x - r, y + r, x + r, y - r], fill=40, width=7)
    random = np.random.default_rng(4)
    seen = (
        photographed(page, random, curled=False, creased=False)
        if worn == "photo"
        else scanned(page, random, poor=False)
    )
    kept = io.BytesIO()
    Image.fromarray(np.asarray(seen)).save(kept, "JPEG", quality=80)
    return kept.getvalue()


def then_it_is_read(officer, sheets, words, picture, worn):
    officer.page.goto(f"{sheets}scan/")
    officer.finds_the_page_accessible()
    officer.page.locator("[name=files]").set_input_files(
        [
            {"name": f"{worn}.jpg", "mimeType": "image/jpeg", "buffer": picture},
            {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": a_wall()},
        ]
    )
    officer.sends()
    officer.page.get_by_text(words["unsure"]).wait_for(timeout=60_000)
    officer.sees("wall.jpg")
    officer.finds_the_page_accessible()


def a_wall():
    kept = io.BytesIO()
    Image.new("L", (800, 600), 200).save(kept, "JPEG")
    return kept.getvalue()


def and_a_person_looks_at_what_was_not_sure(officer, sheets, words):
    officer.page.goto(f"{sheets}review/")
    officer.finds_the_page_accessible()
    assert officer.page.locator("img").evaluate("picture => picture.complete && picture.naturalWidth > 200")
    while officer.page.locator("img").count():
        officer.presses(words["pass"])
    officer.sees(words["nothing"])
    officer.finds_the_page_accessible()


def then_its_owner_finds_it_by_their_code(someone, code, words, statements):
    someone.opens("take-part/")
    someone.fills(code=code)
    someone.sends()
    someone.page.wait_for_url("**/vote/")
    someone.page.goto(someone.page.url.replace("/vote/", "/mine/"))
    _, agreed, disagreed, passed, empty = (text.split("\n")[0] for text in statements)
    for text, answer in ((agreed, "agree"), (disagreed, "disagree"), (passed, "pass")):
        row = someone.page.locator("main tr").filter(has_text=text)
        assert words[answer] in row.first.inner_text()
    someone.does_not_see(empty)
