"""An officer brings in a conversation that was held with Polis; what cannot be used is named, and changes nothing."""

import io
import zipfile

import pytest

from tests.journeys.conftest import DESKTOP

COMMENTS = b"timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
COMMENTS += b"".join(
    b"1700000000000,x,%d,0,0,0,%d,Statement %d <b>bold</b>\n" % (i, -1 if i == 9 else 1, i) for i in range(10)
)
HEADER = b"timestamp,datetime,comment-id,voter-id,vote\n"
VOTES = HEADER + b"".join(
    b"%d,x,%d,%d,%d\n" % (1700000000000 + person * 100 + i, i, person, (1, -1)[(person % 2) ^ (i % 3 == 0)])
    for person in range(60)
    for i in range(10)
)


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("votes.csv", VOTES)
    return out.getvalue()


HOSTILE = {
    "an empty file": (b"", {"en": "empty", "cy": "wag"}),
    "only a header": (HEADER, {"en": "No row of the file holds a vote", "cy": "pleidlais"}),
    "a zip": (zipped(), {"en": "another kind of file (zip)", "cy": "(zip)"}),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", {"en": "another kind of file (pdf)", "cy": "(pdf)"}),
    "other bytes": (b"\x00\x01\x02" * 50, {"en": "another kind of file (binary)", "cy": "(binary)"}),
    "a missing column": (
        b"voter-id,comment-id\n1,2\n",
        {"en": "The column “vote” is missing", "cy": "“vote”"},
    ),
    "a quotation mark not closed": (HEADER + b'1,"x,1,1,1\n', {"en": "ends unexpectedly", "cy": "dyfynnod"}),
    "votes on unknown statements": (
        HEADER + b"1,x,77,1,1\n",
        {"en": "not in comments.csv", "cy": "comments.csv"},
    ),
    "formulas for votes": (HEADER + b"1,x,1,1,=1+1\n", {"en": "“=1+1” is not an answer", "cy": "“=1+1”"}),
    "too much": (HEADER + b"1,x,1,1,1\n" * 1_100_000, {"en": "too large", "cy": "rhy fawr"}),
}


@pytest.fixture(params=["en", "cy"])
def officer(request, visitor):
    someone = visitor(request.param, DESKTOP)
    someone.is_signed_in("officer@example.org")
    return someone


def attach(officer, votes, comments=COMMENTS):
    officer.opens("partnerships/dyffryn-gwynlas/conversations/import/")
    officer.fills(question_en="What matters here?", question_cy="Beth sy'n bwysig yma?")
    officer.chooses("language", "en")
    officer.attaches("votes", "votes.csv", votes)
    officer.attaches("comments", "comments.csv", comments)
    officer.sends()


def conversations(officer):
    officer.opens("partnerships/dyffryn-gwynlas/conversations/")
    return officer.page.locator("main .nhsuk-card").count()


def test_an_officer_imports_a_conversation(officer):
    before = conversations(officer)

    officer.opens("partnerships/dyffryn-gwynlas/conversations/import/")
    officer.finds_the_page_accessible()
    officer.sends()
    officer.finds_the_page_accessible()
    attach(officer, VOTES)
    officer.page.locator("main a.nhsuk-button").wait_for()
    officer.sees("600")
    officer.finds_the_page_accessible()
    officer.activates(officer.page.locator("main a.nhsuk-button"))
    officer.sees("60")
    officer.finds_the_page_accessible()
    officer.activates(officer.page.locator("main a[href$='/landscape/']"))
    officer.sees("Statement 1 <b>bold</b>")
    officer.does_not_see("Statement 9")
    officer.finds_the_page_accessible()

    assert conversations(officer) == before + 1


def test_files_that_cannot_be_used_are_named_and_change_nothing(officer):
    before = conversations(officer)

    for content, sentences in HOSTILE.values():
        attach(officer, content)
        officer.sees(sentences[officer.language])
        officer.finds_the_page_accessible()

    assert conversations(officer) == before


def test_letters_written_another_way_are_read(officer):
    comments = COMMENTS.decode().replace("Statement 1 ", "Tŷ gŵyr a phâr ").encode("utf-16")

    attach(officer, VOTES.decode().replace(",", ";").encode("utf-8-sig"), comments)

    officer.activates(officer.page.locator("main a.nhsuk-button"))
    officer.activates(officer.page.locator("main a[href$='/landscape/']"))
    officer.sees("Tŷ gŵyr a phâr")
