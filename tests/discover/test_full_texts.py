"""Full texts: sought, read page by page without trust, and included or left out for a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cyfran.core.pdfs import picture_of, texts_of
from cyfran.demo.papers import paper
from cyfran.discover.evidence import actions, queries
from cyfran.discover.evidence.models import FullText, Passage
from cyfran.discover.evidence.models import Review as Story
from cyfran.discover.evidence.pages import flow_rows
from tests.discover.test_evidence import BASE, SURGERY, WALKS, Review, refused_with

SCRIPT = "/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\)) >>"


@pytest.fixture
def review(universe):
    return Review(universe)


@pytest.fixture
def record(review):
    """Included by title and abstract."""
    record, *_ = review.records([*WALKS[:2], *SURGERY[:2]])
    review.screen(record, "include")
    return record


@pytest.fixture
def there(review, record):
    actions.note_retrieval(record=record, state="available", **review.done())
    return record


@pytest.fixture
def officer(client, universe):
    client.force_login(universe.users["officer"])
    return client


@pytest.fixture
def page(review, record):
    return f"{BASE}{review.review.pk}/full-texts/{record.pk}/"


def read(review, record, verdict, reason="", by=None):
    return actions.screen_full_text(record=record, verdict=verdict, reason=reason, **review.done(by))


def given_a_file(client, page, content=None, name="walks.pdf"):
    content = paper(["Walking helped them sleep", "They walked on"]) if content is None else content
    return client.post(f"{page}add/", {"file": SimpleUploadedFile(name, content)})


# --- Files --------------------------------------------------------------------------------------------------------


def test_words_and_pictures_of_pages():
    content = paper(["Walking helped", "They walked on"])

    assert [text.strip() for text in texts_of(content)] == ["Walking helped", "They walked on"]
    assert picture_of(content, 2).startswith(b"\x89PNG")


def test_scripts_in_a_file_do_nothing():
    assert [text.strip() for text in texts_of(paper(["Words"], SCRIPT))] == ["Words"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 rubbish", b"<html>", b"%PDF-1.4\n" + b"\0" * 5000, b"PK\x03\x04"]
)
def test_what_is_no_pdf_is_refused_and_not_kept(officer, page, there, content):
    answer = given_a_file(officer, page, content)

    assert answer.status_code == 200
    assert "cannot be opened as a PDF" in answer.content.decode()
    assert not FullText.objects.filter(record=there).exists()


def test_a_process_that_does_not_end_is_given_up(monkeypatch):
    monkeypatch.setattr("cyfran.core.pdfs.SECONDS", 0.001)

    assert refused_with(lambda: texts_of(paper(["Words"]))) == "pdf_takes_too_long"


def test_a_huge_page_is_shown_no_larger_than_a_screen():
    huge = paper(["Words"]).replace(b"[0 0 595 842]", b"[0 0 14e6 9e6]")

    assert len(picture_of(huge, 1)) < 1_000_000


def test_a_file_is_kept_with_its_words_and_shown_page_by_page(officer, page, there):
    assert given_a_file(officer, page).status_code == 302

    second = officer.get(f"{page}?page=2").content.decode()
    picture = officer.get(f"{page}2.png")
    file = officer.get(f"{page}file.pdf")

    assert "They walked on" in second
    assert "Page 2 of 2" in second
    assert picture.headers["Content-Type"] == "image/png"
    assert officer.get(f"{page}3.png").status_code == 404
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.content.startswith(b"%PDF")


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "²", "9" * 30])
def test_a_page_that_is_not_there_is_the_nearest_that_is(officer, page, there, asked):
    given_a_file(officer, page)

    assert officer.get(page, {"page": asked}).status_code == 200


# --- Passages -----------------------------------------------------------------------------------------------------


def test_a_passage_is_kept_with_its_page(officer, page, there):
    given_a_file(officer, page)

    officer.post(f"{page}passage/", {"page": "1", "text": "walking\nhelped them", "note": "Effect"})

    assert Passage.objects.get(full_text__record=there).page == 1
    assert f"{page}?page=1#page" in officer.get(page).content.decode()


def test_words_that_are_not_on_the_page_are_not_kept_and_not_lost(officer, page, there):
    given_a_file(officer, page)

    answer = officer.post(f"{page}passage/", {"page": "2", "text": "Walking helped"})

    assert answer.status_code == 422
    assert "not on this page" in answer.content.decode()
    assert "Walking helped</textarea>" in answer.content.decode()
    assert not Passage.objects.filter(full_text__record=there).exists()


def test_what_was_kept_is_never_changed(officer, page, there):
    given_a_file(officer, page)

    with pytest.raises(IntegrityError), transaction.atomic():
        FullText.objects.update(pages=[])


# --- What is said of them -----------------------------------------------------------------------------------------


def test_only_what_was_included_by_abstract_is_sought(review, record):
    other = review.records(SURGERY[5:6])[0]

    assert refused_with(lambda: actions.note_retrieval(record=other, state="available", **review.done())) == (
        "record_not_included_yet"
    )


def test_it_is_read_only_where_it_is(review, record):
    assert refused_with(lambda: read(review, record, "include")) == "full_text_not_there"


def test_what_is_left_out_has_a_reason(review, there):
    assert refused_with(lambda: read(review, there, "exclude")) == "full_text_needs_reason"
    read(review, there, "exclude", "design")

    assert review.flow().full_reasons == (("design", 1),)


def test_two_read_blind_and_a_third_settles(review, officer, client):
    record, *_ = review.records(WALKS[:1])
    actions.plan_screening(review=review.review, people=2, **review.done())
    for reader in (review.officer, review.evaluator):
        review.screen(record, "include", by=reader)
    actions.note_retrieval(record=record, state="available", **review.done())
    read(review, record, "include", by=review.officer)
    read(review, record, "exclude", "population", by=review.evaluator)
    page = f"{BASE}{review.review.pk}/full-texts/{record.pk}/"

    assert "Readers disagree" not in officer.get(page).content.decode()
    client.force_login(review.facilitator)
    assert "Readers disagree" in client.get(page).content.decode()
    read(review, record, "include", by=review.facilitator)

    assert review.flow().full_included == 1


def test_every_included_record_is_in_one_box(review):
    records = review.records(WALKS)
    for one in records:
        review.screen(one, "include")
    for one, state in zip(
        records, ("available", "available", "available", "not_available", "requested"), strict=False
    ):
        actions.note_retrieval(record=one, state=state, **review.done())
    read(review, records[0], "include")
    read(review, records[1], "exclude", "population")
    read(review, records[2], "unsure")

    flow = review.flow()
    told = {code: number for code, _, number in flow_rows(flow)}

    assert flow.included == flow.not_retrieved + flow.full_excluded + flow.full_included + flow.full_open == 8
    assert (told["not_retrieved"], told["full_excluded"], told["full_open"], told["assessed"]) == (1, 1, 5, 2)


def test_the_story_has_81_full_texts_and_23_studies(universe):
    flow = queries.flow_of(Story.objects.get(partnership=universe.partnership))

    assert (flow.included, flow.full_excluded, flow.full_included, flow.studies) == (81, 58, 23, 23)
    assert sum(number for _, number in flow.full_reasons) == 58


def test_the_list_has_what_is_to_be_done_first(review, officer, record):
    answer = officer.get(f"{BASE}{review.review.pk}/full-texts/").content.decode()

    assert "Still to be found" in answer


def test_who_does_not_review_sees_no_full_texts(client, page, universe):
    client.force_login(universe.users["member"])

    assert {client.get(f"{page}{end}").status_code for end in ("", "1.png", "file.pdf", "add/")} <= {
        302,
        403,
        404,
    }
